import { Box } from '@mui/material';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../main/domain/cellClass.ts';
import { boxAt, type CellTable, cellIdAt } from '../../../main/domain/cellTable.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import type { OpenedForView } from '../../../preload/contract/cellCalls.ts';
import { useLabelHistory } from '../../hooks/useLabelling.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useUndoTarget } from '../../hooks/useUndoTarget.tsx';
import { lab } from '../../lab.ts';
import { useHeatView } from '../explain/useHeatView.ts';
import { CutHint } from './CutHint.tsx';
import { idsInside, idsShown, lowerCornerOf, rowOfId } from './cellsInside.ts';
import { readTransform, type Viewer } from './createSlideViewer.ts';
import { HeatLegend } from './HeatLegend.tsx';
import { HoverCard } from './HoverCard.tsx';
import { asScanned } from './imageLook.ts';
import { mirror, panBy, setScale, showAll, showBox, turn, zoomBy } from './moveView.ts';
import { type CellStep, findNextCell } from './nextCell.ts';
import { objectivePresets } from './objectivePresets.ts';
import { readViewerKey, type ViewerKey } from './readViewerKey.ts';
import { NoScale, ScaleBar } from './ScaleBar.tsx';
import { SidePanel } from './SidePanel.tsx';
import { SlideCanvas } from './SlideCanvas.tsx';
import type { Point } from './slideTransform.ts';
import { toggleFullScreen } from './toggleFullScreen.ts';
import { useBeginAt } from './useBeginAt.ts';
import { useCellSelection } from './useCellSelection.ts';
import { useCellView } from './useCellView.ts';
import { useMarkSeen } from './useMarkSeen.ts';
import { usePointerTools, type ViewerTool } from './usePointerTools.ts';
import { useSlideViewer } from './useSlideViewer.ts';
import { useViewerCommands } from './useViewerCommands.ts';
import { useViewerShortcuts } from './useViewerShortcuts.ts';
import { useWindowKeys } from './useWindowKeys.ts';
import { ViewerToolbar } from './ViewerToolbar.tsx';

/** A pointer so close to a small cell still hits it, screen pixels. */
const hitReachPx = 3;

/** One open slide: picture, cells, tools and panels. */
export function SlideWorkspace(given: {
  readonly slideId: SlideId;
  readonly slide: OpenedForView;
  /** undefined without a finished scan */
  readonly table: CellTable | undefined;
  readonly isDetached: boolean;
  /** the cell to begin with */
  readonly askedCell: number | undefined;
}) {
  const { slideId, slide, table, isDetached, askedCell } = given;
  const { t } = useTranslation('viewer');
  const notify = useNotify();
  const elementRef = useRef<HTMLDivElement>(null);
  const viewer = useSlideViewer(elementRef, slideId, slide);
  const view = useCellView(table, slide);
  const selection = useCellSelection(table);
  const commands = useViewerCommands({ slideId, table, selection });
  const heat = useHeatView();
  const history = useLabelHistory(slideId);
  const [tool, setTool] = useState<ViewerTool>('select');
  const [look, setLook] = useState(asScanned);
  const [hovered, setHovered] = useState<number | undefined>();
  const { only } = selection;
  useMarkSeen(slideId, table, only);
  useUndoTarget(commands.undo, commands.redo);
  useViewerShortcuts();
  useBeginAt({ viewer, table, askedCell, select: selection.replace });

  const hoveredRow = table && rowOfId(table, hovered);
  const hit = (at: Point) => {
    const transform = viewer && readTransform(viewer);
    if (!transform || !view.isOverlayShown) return undefined;
    return view.index?.hit(at, hitReachPx / transform.scale, (row) => view.shown?.[row] === 1);
  };
  const idAt = (row: number | undefined) => (row === undefined ? undefined : table?.ids[row]);
  const pointer = usePointerTools({
    viewer,
    tool,
    editable: table && only !== undefined ? boxAt(table, only) : undefined,
    actions: {
      click: (at, { isAdding }) => {
        const id = idAt(hit(at));
        if (id === undefined) {
          if (!isAdding) selection.clear();
        } else if (isAdding) selection.toggle(id);
        else selection.replace([id]);
      },
      hover: (at) => setHovered(at && idAt(hit(at))),
      draw: (box) => {
        setTool('select');
        commands.draw(box);
      },
      lasso: (polygon) => {
        setTool('select');
        if (table) selection.add(idsInside(table, view.shown, polygon));
      },
      cut: (line) => {
        if (commands.split(line)) setTool('select');
      },
      reshape: (box) => {
        if (table && only !== undefined) commands.reshape(cellIdAt(table, only), box);
      },
    },
  });

  const step = (way: CellStep) => {
    if (!table || !view.shown || !viewer) return;
    const row = findNextCell(table, { step: way, from: only, shown: view.shown, isBlast: view.isBlast });
    const id = idAt(row);
    if (row === undefined || id === undefined) {
      notify.error(new Error(t('nothingThere')));
      return;
    }
    selection.replace([id]);
    showBox(viewer, boxAt(table, row));
  };
  const label = async (verdict: Verdict | null) => {
    const target = hoveredRow !== undefined && table ? [cellIdAt(table, hoveredRow)] : [];
    const cellIds = selection.cellIds.length > 0 ? selection.cellIds : target;
    if (cellIds.length === 0) return;
    // on at once: a second key that comes before the answer is meant for the next cell
    const labelled = verdict !== null && view.isAutoAdvance ? idAt(only) : undefined;
    if (labelled !== undefined) step('next-unreviewed');
    const isDone = await commands.label(cellIds, verdict);
    if (!isDone && labelled !== undefined) selection.replace([labelled]);
  };
  const actions = {
    choose: setTool,
    undo: commands.undo,
    redo: commands.redo,
    remove: commands.remove,
    merge: commands.merge,
    // a second time: in the middle, for who has no pointer
    split: () => {
      if (tool !== 'split' && only !== undefined) setTool('split');
      else if (commands.split(undefined)) setTool('select');
    },
    importLabels: commands.importLabels,
    toggleOverlay: view.toggleOverlay,
    toggleHeat: view.toggleHeat,
    zoom: (factor: number) => viewer && zoomBy(viewer, factor),
    fit: () => viewer && showAll(viewer),
    scaleTo: (scale: number) => viewer && setScale(viewer, scale),
    rotate: () => viewer && turn(viewer),
    mirror: () => viewer && mirror(viewer),
    fullScreen: () => toggleFullScreen().catch(notify.error),
    detach: isDetached ? undefined : () => lab.openViewerWindow({ slideId }).catch(notify.error),
  };

  const carryOut = (key: ViewerKey) => {
    switch (key.kind) {
      case 'label':
        return void label(key.verdict);
      case 'step':
        return step(key.step);
      case 'pan':
        return viewer && panBy(viewer, key.right, key.down);
      case 'zoom':
        return actions.zoom(key.factor);
      case 'draw':
      case 'lasso':
        return table && setTool(key.kind);
      case 'delete':
        return actions.remove();
      case 'overlay':
        return view.toggleOverlay();
      case 'heat':
        return view.toggleHeat();
      case 'explain':
        return only === undefined && !heat.isOn ? notify.error(new Error(t('needsOne'))) : heat.toggle();
      case 'explain-next':
        return table && only !== undefined && heat.chooseNext(table, only);
      case 'full-screen':
        return void actions.fullScreen();
      case 'escape':
        // out of a tool first: what is selected stays selected
        return tool === 'select' ? selection.clear() : setTool('select');
      case 'select-all':
        return table && selection.replace(idsShown(table, view.shown));
      default:
        return actions[key.kind]();
    }
  };
  useWindowKeys((event) => {
    const key = readViewerKey(
      { key: event.key, isControl: event.ctrlKey || event.metaKey, isShift: event.shiftKey },
      view.classes,
    );
    if (key === undefined) return false;
    carryOut(key);
    return true;
  });

  const transform = viewer && readTransform(viewer);
  const isPointing = hoveredRow !== undefined && hoveredRow !== only && tool === 'select';
  return (
    <>
      <ViewerToolbar
        tool={tool}
        hasCells={table !== undefined}
        selectedCount={selection.rows.length}
        history={history}
        isOverlayShown={view.isOverlayShown}
        isHeatShown={view.isHeatShown}
        presets={objectivePresets(slide.pixelSize)}
        actions={actions}
      />
      <Box sx={{ display: 'flex', flex: 1, minHeight: 0 }}>
        <SlideCanvas
          elementRef={elementRef}
          viewer={viewer}
          label={t('slide', { name: slide.row.name })}
          look={look}
          pointer={pointer.handlers}
          cursor={tool === 'select' ? (hoveredRow === undefined ? 'grab' : 'pointer') : 'crosshair'}
          leftOut={slide.leftOut}
          layer={{
            table,
            index: view.index,
            shown: view.shown,
            classes: view.classes,
            selectedRows: selection.rows,
            hoveredRow,
            isVisible: view.isOverlayShown,
            heatMap: view.heatMap,
            edited: pointer.dragged ?? (table && only !== undefined ? boxAt(table, only) : undefined),
            sketch: pointer.sketch,
          }}
        >
          {viewer && slide.pixelSize !== undefined && (
            <ScaleBar viewer={viewer} pixelSize={slide.pixelSize} />
          )}
          {viewer && slide.pixelSize === undefined && <NoScale />}
          {view.isHeatShown && <HeatLegend />}
          {tool === 'split' && <CutHint />}
          {isPointing && table && transform && (
            <HoverCard
              table={table}
              row={hoveredRow}
              at={lowerCornerOf(table, hoveredRow, transform)}
              area={sizeOf(viewer)}
            />
          )}
        </SlideCanvas>
        <SidePanel
          table={table}
          view={view}
          selection={selection}
          pixelSize={slide.pixelSize}
          look={look}
          heat={heat}
          onLook={setLook}
          onLabel={(verdict) => void label(verdict)}
        />
      </Box>
    </>
  );
}

function sizeOf({ element }: Viewer) {
  return { width: element.clientWidth, height: element.clientHeight };
}
