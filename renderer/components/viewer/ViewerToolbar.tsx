import CallMerge from '@mui/icons-material/CallMerge';
import CallSplit from '@mui/icons-material/CallSplit';
import CropFree from '@mui/icons-material/CropFree';
import DeleteOutline from '@mui/icons-material/DeleteOutlineOutlined';
import FileUpload from '@mui/icons-material/FileUploadOutlined';
import Fullscreen from '@mui/icons-material/Fullscreen';
import Gesture from '@mui/icons-material/Gesture';
import HighlightAlt from '@mui/icons-material/HighlightAlt';
import LocalFireDepartment from '@mui/icons-material/LocalFireDepartmentOutlined';
import NearMe from '@mui/icons-material/NearMeOutlined';
import OpenInNew from '@mui/icons-material/OpenInNew';
import Redo from '@mui/icons-material/Redo';
import RotateRight from '@mui/icons-material/RotateRight';
import SwapHoriz from '@mui/icons-material/SwapHoriz';
import Undo from '@mui/icons-material/Undo';
import ZoomIn from '@mui/icons-material/ZoomIn';
import ZoomOut from '@mui/icons-material/ZoomOut';
import { Box, Button, Divider } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { LabelHistory } from '../../../main/domain/labelAction.ts';
import { describeAction } from './describeAction.ts';
import type { ObjectivePreset } from './objectivePresets.ts';
import { ToolButton } from './ToolButton.tsx';
import type { ViewerTool } from './usePointerTools.ts';

/** What the buttons do; keys do the same. */
export interface ToolbarActions {
  readonly choose: (tool: ViewerTool) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly remove: () => void;
  readonly merge: () => void;
  readonly split: () => void;
  readonly importLabels: () => void;
  readonly toggleOverlay: () => void;
  readonly toggleHeat: () => void;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  /** @param scale screen pixels a slide pixel */
  readonly scaleTo: (scale: number) => void;
  readonly rotate: () => void;
  readonly mirror: () => void;
  readonly fullScreen: () => void;
  /** undefined in a window of its own */
  readonly detach: (() => void) | undefined;
}

export function ViewerToolbar(given: {
  readonly tool: ViewerTool;
  /** false: without a scan there are no cells to work on */
  readonly hasCells: boolean;
  readonly selectedCount: number;
  readonly history: LabelHistory | undefined;
  readonly isOverlayShown: boolean;
  readonly isHeatShown: boolean;
  readonly presets: readonly ObjectivePreset[];
  readonly actions: ToolbarActions;
}) {
  const { tool, hasCells, selectedCount, history, isOverlayShown, isHeatShown, presets, actions } = given;
  const { t } = useTranslation('viewer');
  const undo = history?.undo;
  const redo = history?.redo;
  const line = <Divider orientation="vertical" flexItem sx={{ mx: 0.5, my: 0.75 }} />;
  return (
    <Box
      role="toolbar"
      aria-label={t('tools.label')}
      sx={{
        display: 'flex',
        alignItems: 'center',
        flexWrap: 'wrap',
        px: 1,
        minHeight: 40,
        bgcolor: 'panel',
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      <ToolButton
        label={t('tools.select')}
        keys="Esc"
        icon={<NearMe />}
        isPressed={tool === 'select'}
        onClick={() => actions.choose('select')}
      />
      <ToolButton
        label={t('tools.lasso')}
        keys="L"
        icon={<Gesture />}
        isPressed={tool === 'lasso'}
        isDisabled={!hasCells}
        onClick={() => actions.choose('lasso')}
      />
      <ToolButton
        label={t('tools.draw')}
        keys="D"
        icon={<HighlightAlt />}
        isPressed={tool === 'draw'}
        isDisabled={!hasCells}
        onClick={() => actions.choose('draw')}
      />
      {line}
      <ToolButton
        label={
          undo === undefined ? t('tools.undoNothing') : t('tools.undo', { what: describeAction(t, undo) })
        }
        keys="Ctrl+Z"
        icon={<Undo />}
        isDisabled={undo === undefined}
        onClick={actions.undo}
      />
      <ToolButton
        label={
          redo === undefined ? t('tools.redoNothing') : t('tools.redo', { what: describeAction(t, redo) })
        }
        keys="Ctrl+Shift+Z"
        icon={<Redo />}
        isDisabled={redo === undefined}
        onClick={actions.redo}
      />
      {line}
      <ToolButton
        label={t('tools.merge')}
        keys="M"
        icon={<CallMerge />}
        isDisabled={selectedCount < 2}
        onClick={actions.merge}
      />
      <ToolButton
        label={t('tools.split')}
        keys="S"
        icon={<CallSplit />}
        isPressed={tool === 'split'}
        isDisabled={selectedCount !== 1}
        onClick={actions.split}
      />
      <ToolButton
        label={t('tools.delete')}
        keys="Del"
        icon={<DeleteOutline />}
        isDisabled={selectedCount === 0}
        onClick={actions.remove}
      />
      <ToolButton
        label={t('importLabels')}
        icon={<FileUpload />}
        isDisabled={!hasCells}
        onClick={actions.importLabels}
      />
      {line}
      <ToolButton
        label={t('tools.overlay')}
        keys="O"
        icon={<CropFree />}
        isPressed={hasCells && isOverlayShown}
        isDisabled={!hasCells}
        onClick={actions.toggleOverlay}
      />
      <ToolButton
        label={t('tools.heat')}
        keys="H"
        icon={<LocalFireDepartment />}
        isPressed={isHeatShown}
        isDisabled={!hasCells}
        onClick={actions.toggleHeat}
      />
      <Box sx={{ flex: 1 }} />
      <ToolButton
        label={t('tools.zoomOut')}
        keys="-"
        icon={<ZoomOut />}
        onClick={() => actions.zoom(1 / 1.5)}
      />
      <ToolButton label={t('tools.zoomIn')} keys="+" icon={<ZoomIn />} onClick={() => actions.zoom(1.5)} />
      <Button color="inherit" sx={{ minWidth: 0, px: 1 }} title={t('tools.fit')} onClick={actions.fit}>
        {t('tools.fitShort')}
      </Button>
      {presets.map(({ power, scale }) => (
        <Button
          key={power}
          color="inherit"
          sx={{ minWidth: 0, px: 0.75 }}
          aria-label={t('tools.power', { power })}
          title={t('tools.power', { power })}
          onClick={() => actions.scaleTo(scale)}
        >
          {t('tools.powerShort', { power })}
        </Button>
      ))}
      <ToolButton label={t('tools.rotate')} keys="R" icon={<RotateRight />} onClick={actions.rotate} />
      <ToolButton label={t('tools.flip')} keys="X" icon={<SwapHoriz />} onClick={actions.mirror} />
      <ToolButton label={t('tools.fullScreen')} keys="F" icon={<Fullscreen />} onClick={actions.fullScreen} />
      {actions.detach !== undefined && (
        <ToolButton label={t('tools.detach')} icon={<OpenInNew />} onClick={actions.detach} />
      )}
    </Box>
  );
}
