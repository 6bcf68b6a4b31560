import OpenInNew from '@mui/icons-material/OpenInNew';
import Redo from '@mui/icons-material/Redo';
import Undo from '@mui/icons-material/Undo';
import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { SlideId } from '../../../main/domain/slide.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useLabelHistory } from '../../hooks/useLabelling.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useUndoHolder } from '../../hooks/useUndoTarget.tsx';
import { lab } from '../../lab.ts';
import { reportsPath, viewerPath } from '../../routes.ts';
import { ToolButton } from '../viewer/ToolButton.tsx';

/** Undo, redo, and the ways from the gallery to viewer and report. */
export function ReviewActions({ slideId }: { readonly slideId: SlideId }) {
  const { t } = useTranslation('review');
  const [, navigate] = useLocation();
  const format = useFormat();
  const notify = useNotify();
  const history = useLabelHistory(slideId);
  const undoHolder = useUndoHolder();
  const undoCount = history?.undoCount ?? 0;
  const redoCount = history?.redoCount ?? 0;
  return (
    <>
      <ToolButton
        label={undoCount === 0 ? t('nothingToUndo') : t('undo', { n: format.count(undoCount) })}
        keys="Ctrl+Z"
        icon={<Undo />}
        isDisabled={undoCount === 0}
        onClick={() => undoHolder.current?.undo()}
      />
      <ToolButton
        label={redoCount === 0 ? t('nothingToRedo') : t('redo', { n: format.count(redoCount) })}
        keys="Ctrl+Y"
        icon={<Redo />}
        isDisabled={redoCount === 0}
        onClick={() => undoHolder.current?.redo()}
      />
      <ToolButton
        label={t('openWindow')}
        icon={<OpenInNew />}
        onClick={() => void lab.openViewerWindow({ slideId }).catch(notify.error)}
      />
      <Button variant="outlined" onClick={() => navigate(viewerPath(slideId))}>
        {t('openViewer')}
      </Button>
      <Button variant="outlined" onClick={() => navigate(reportsPath(slideId))}>
        {t('report')}
      </Button>
    </>
  );
}
