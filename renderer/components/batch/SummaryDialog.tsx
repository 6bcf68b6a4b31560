import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  ToggleButton,
  ToggleButtonGroup,
  Typography,
} from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchSummary } from '../../../main/domain/batchSummary.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { lab } from '../../lab.ts';
import { ErrorState } from '../common/ErrorState.tsx';
import { LoadingState } from '../common/LoadingState.tsx';
import { FailedSlides } from './FailedSlides.tsx';
import { SlidesForPerson } from './SlidesForPerson.tsx';
import { beginOf, type SummaryPeriod, summaryPeriods } from './summaryPeriods.ts';

/** What the scans of a night or of some days came to: how many, which need a person, and why others failed. */
export function SummaryDialog(given: {
  readonly onOpen: (slideId: SlideId) => void;
  readonly onClose: () => void;
}) {
  const { onOpen, onClose } = given;
  const { t } = useTranslation(['batch', 'common']);
  const format = useFormat();
  const notify = useNotify();
  const [period, setPeriod] = useState<SummaryPeriod>('evening');
  const [since, setSince] = useState(() => beginOf('evening', new Date()));
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['batch-summary', since],
    queryFn: () => lab.readBatchSummary({ since }),
  });
  const retry = (slideIds: readonly SlideId[]) =>
    void lab
      .scanAgain({ slideIds: [...slideIds], isForced: false })
      .then(() => {
        notify.success(t('failed.queued', { count: slideIds.length }));
        return refetch();
      })
      .catch(notify.error);
  return (
    <Dialog open onClose={onClose} aria-labelledby="summary-title" maxWidth="md" fullWidth>
      <DialogTitle
        id="summary-title"
        sx={{ display: 'flex', alignItems: 'center', gap: 2, flexWrap: 'wrap' }}
      >
        <Box component="span" sx={{ flex: 1 }}>
          {t('title')}
        </Box>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={period}
          aria-label={t('period')}
          onChange={(_, next: SummaryPeriod | null) => {
            if (next === null) return;
            setPeriod(next);
            setSince(beginOf(next, new Date()));
          }}
        >
          {summaryPeriods.map((one) => (
            <ToggleButton key={one} value={one}>
              {t(`periods.${one}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </DialogTitle>
      <DialogContent sx={{ minHeight: 260 }}>
        <Typography variant="body2" color="text.secondary" sx={{ mb: 1.5 }}>
          {t('since', { time: format.dateTime(since) })}
        </Typography>
        {isPending && <LoadingState label={t('title')} />}
        {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data !== undefined && (
          <>
            <Counts summary={data} />
            <SlidesForPerson slides={data.forPerson} onOpen={onOpen} />
            <FailedSlides failures={data.failures} onRetry={retry} />
            {isNothing(data) && (
              <Typography color="text.secondary" sx={{ mt: 3, textAlign: 'center' }}>
                {t('nothing')}
              </Typography>
            )}
            {data.doneCount > 0 && data.forPerson.length === 0 && data.failedCount === 0 && (
              <Typography color="text.secondary" sx={{ mt: 3, textAlign: 'center' }}>
                {t('allWell')}
              </Typography>
            )}
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose} autoFocus>
          {t('common:close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function isNothing({ doneCount, skippedCount, failedCount, cancelledCount }: BatchSummary): boolean {
  return doneCount + skippedCount + failedCount + cancelledCount === 0;
}

/** The numbers side by side. */
function Counts({ summary }: { readonly summary: BatchSummary }) {
  const { t } = useTranslation('batch');
  const format = useFormat();
  const { doneCount, skippedCount, failedCount, cancelledCount, waitingCount } = summary;
  const counts = [
    ['done', doneCount],
    ['failed', failedCount],
    ['skipped', skippedCount],
    ['cancelled', cancelledCount],
    ['waiting', waitingCount],
  ] as const;
  return (
    <Box
      component="dl"
      sx={{ display: 'grid', gridTemplateColumns: 'repeat(5, minmax(0, 1fr))', gap: 1, m: 0 }}
    >
      {counts.map(([name, count]) => (
        <Box
          key={name}
          sx={{
            ...{ border: 1, borderColor: 'divider', borderRadius: 1, px: 1.5, py: 1 },
            ...{ display: 'flex', flexDirection: 'column-reverse' },
          }}
        >
          <Typography component="dt" variant="caption" color="text.secondary">
            {t(`counts.${name}`)}
          </Typography>
          <Typography
            component="dd"
            sx={{
              ...{ m: 0, fontSize: 24, fontWeight: 650, lineHeight: 1.2 },
              color: count === 0 ? 'text.secondary' : name === 'failed' ? 'error.main' : 'text.primary',
            }}
          >
            {format.count(count)}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
