import Verified from '@mui/icons-material/VerifiedOutlined';
import { Box, Button, LinearProgress, Tooltip, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/useFormat.ts';
import type { SeenProgress } from './mustSee.ts';

/** How many of the cells that must be seen are, how to go on, and the way to the report when all are. */
export function MustSeeGate(given: {
  readonly progress: SeenProgress;
  readonly onNext: () => void;
  readonly onMarkPage: () => void;
  readonly onReport: () => void;
}) {
  const { mustSeeCount, seenCount } = given.progress;
  const { t } = useTranslation('review');
  const format = useFormat();
  const isDone = seenCount >= mustSeeCount;
  const progress = t('mustSeeProgress', { seen: format.count(seenCount), total: format.count(mustSeeCount) });
  return (
    <Box component="section" aria-label={t('mustSee')} sx={{ p: 1.5, borderTop: 1, borderColor: 'divider' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}>
        {isDone && <Verified color="success" fontSize="small" aria-hidden />}
        <Typography variant="h3" component="h2">
          {t('mustSee')}
        </Typography>
      </Box>
      <Typography variant="body2" sx={{ mt: 0.5, fontWeight: 600 }} role="status">
        {progress}
      </Typography>
      <LinearProgress
        variant="determinate"
        color={isDone ? 'success' : 'primary'}
        aria-label={progress}
        value={mustSeeCount === 0 ? 100 : (seenCount / mustSeeCount) * 100}
        sx={{ height: 6, borderRadius: 1, my: 0.75 }}
      />
      <Typography variant="caption" color="text.secondary" component="p" sx={{ mb: 1 }}>
        {mustSeeCount === 0 ? t('mustSeeNone') : isDone ? t('mustSeeDone') : t('mustSeeText')}
      </Typography>
      <Box sx={{ display: 'grid', gap: 0.5 }}>
        {isDone ? (
          <Button variant="contained" onClick={given.onReport}>
            {t('report')}
          </Button>
        ) : (
          <>
            <Button variant="outlined" onClick={given.onNext} aria-keyshortcuts="n">
              {t('nextUnseen')}
            </Button>
            <Tooltip describeChild title={t('markPageHint')}>
              <Button color="inherit" onClick={given.onMarkPage} aria-keyshortcuts="m" sx={{ fontSize: 12 }}>
                {t('markPage')}
              </Button>
            </Tooltip>
          </>
        )}
      </Box>
    </Box>
  );
}
