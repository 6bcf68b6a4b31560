import Pause from '@mui/icons-material/Pause';
import PlayArrow from '@mui/icons-material/PlayArrow';
import { Button, Tooltip } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { ScanQueue } from '../../../main/domain/worklist.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { lab } from '../../lab.ts';

/** Pauses the queue of scans, or lets it go on; says what waits. */
export function QueueButton({ queue }: { readonly queue: ScanQueue }) {
  const { t } = useTranslation('worklist');
  const notify = useNotify();
  const { isPaused, waitingCount, current, problem } = queue;
  if (!isPaused && waitingCount === 0 && current === undefined) return null;
  const state = isPaused
    ? waitingCount > 0
      ? t('queue.pausedWith', { count: waitingCount })
      : t('queue.paused')
    : t('queue.waiting', { count: waitingCount });
  return (
    <Tooltip title={problem ?? state}>
      <Button
        variant="outlined"
        color={problem === undefined ? 'primary' : 'warning'}
        startIcon={isPaused ? <PlayArrow /> : <Pause />}
        onClick={() => void lab.setQueuePaused({ isPaused: !isPaused }).catch(notify.error)}
      >
        {isPaused ? t('queue.resume') : t('queue.pause')}
      </Button>
    </Tooltip>
  );
}
