import { Box, LinearProgress, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/useFormat.ts';
import { useWorklist } from '../../hooks/useWorklist.ts';
import { PersonButton } from './PersonButton.tsx';

/** The lower edge of every window: what the program is for, what it does, and who works. */
export function StatusBar() {
  const { t } = useTranslation('common');
  const format = useFormat();
  const queue = useWorklist().data?.queue;
  const current = queue?.current;
  const isWorking = current !== undefined;
  return (
    <Box
      component="footer"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        px: 2,
        height: 34,
        flexShrink: 0,
        borderTop: 1,
        borderColor: 'divider',
        bgcolor: 'panel',
      }}
    >
      <Typography variant="caption" color="text.secondary" noWrap sx={{ flex: 1 }}>
        {t('researchUse')}
      </Typography>
      <Box role="status" sx={{ display: 'flex', alignItems: 'center', gap: 1, minWidth: 0 }}>
        {isWorking && (
          <LinearProgress
            aria-label={t('frame.queueRunning', { count: queue?.waitingCount ?? 0 })}
            variant={current.total > 0 ? 'determinate' : 'indeterminate'}
            value={current.total > 0 ? (100 * current.done) / current.total : 0}
            sx={{ width: 90, height: 6, borderRadius: 3 }}
          />
        )}
        <Typography variant="caption" noWrap>
          {(queue?.heldFor === undefined ? queue?.problem : t(`frame.queueHeld.${queue.heldFor}`)) ??
            (isWorking
              ? t('frame.queueRunning', { count: queue?.waitingCount ?? 0 })
              : queue?.isPaused
                ? t('frame.queuePaused')
                : t('frame.queueIdle'))}
        </Typography>
        {isWorking && queue?.remainingMs !== undefined && queue.remainingMs > 0 && (
          <Typography variant="caption" color="text.secondary" noWrap>
            {t('frame.eta', { time: format.duration(queue.remainingMs) })}
          </Typography>
        )}
      </Box>
      <PersonButton />
    </Box>
  );
}
