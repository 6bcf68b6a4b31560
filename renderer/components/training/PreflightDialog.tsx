import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  LinearProgress,
  Typography,
} from '@mui/material';
import { useTranslation } from 'react-i18next';
import { modelFullName } from '../../../main/domain/modelFullName.ts';
import { findShortages, type TrainingPreflight } from '../../../main/domain/trainingPreflight.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { usePreflight } from '../../hooks/usePreflight.ts';
import { lab } from '../../lab.ts';
import { ErrorState } from '../common/ErrorState.tsx';
import type { TrainingOrder } from './trainingOrder.ts';

/** What a training will take, measured, before it is started. @param isWaiting it will wait for another */
export function PreflightDialog(given: {
  readonly order: TrainingOrder;
  readonly isWaiting: boolean;
  readonly onStart: () => void;
  readonly onClose: () => void;
}) {
  const { order, isWaiting, onStart, onClose } = given;
  const { t } = useTranslation(['retraining', 'training', 'common']);
  const query = usePreflight(order);
  const isShort = query.data !== undefined && findShortages(query.data).length > 0;
  const close = () => {
    if (query.isFetching) void lab.cancelPreflight({});
    onClose();
  };
  return (
    <Dialog open onClose={close} aria-labelledby="preflight-title" maxWidth="sm" fullWidth>
      <DialogTitle id="preflight-title">{t('preflight.title', { name: modelFullName(order) })}</DialogTitle>
      <DialogContent dividers>
        {query.isFetching ? (
          <Measuring />
        ) : query.data === undefined ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Facts preflight={query.data} isWaiting={isWaiting} />
        )}
      </DialogContent>
      <DialogActions>
        <Button color="secondary" onClick={close}>
          {t('common:cancel')}
        </Button>
        <Button
          variant="contained"
          disabled={query.isFetching || query.data === undefined || isShort}
          onClick={onStart}
        >
          {isWaiting ? t('form.queue') : t('training:form.start')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Measuring() {
  const { t } = useTranslation('retraining');
  return (
    <Box role="status" sx={{ py: 3 }}>
      <Typography sx={{ mb: 1 }}>{t('preflight.measuring')}</Typography>
      <LinearProgress aria-label={t('preflight.measuring')} sx={{ height: 8, borderRadius: 4 }} />
    </Box>
  );
}

function Facts({
  preflight,
  isWaiting,
}: {
  readonly preflight: TrainingPreflight;
  readonly isWaiting: boolean;
}) {
  const { t } = useTranslation('retraining');
  const format = useFormat();
  const { imagesPerEpoch, stepsPerEpoch, validationCount, epochCount, stepMs, timedSteps } = preflight;
  const { peakMemoryBytes, availableMemoryBytes, neededDiskBytes, freeDiskBytes } = preflight;
  const of = (needed: number, there: number) =>
    t('preflight.of', { needed: format.bytes(needed), there: format.bytes(there) });
  const facts = [
    [
      t('preflight.images'),
      t('preflight.imagesText', {
        count: stepsPerEpoch,
        images: format.count(imagesPerEpoch),
        steps: format.count(stepsPerEpoch),
        validation: format.count(validationCount),
      }),
    ],
    [
      t('preflight.time'),
      t('preflight.timeText', {
        count: epochCount,
        time: format.duration(preflight.expectedMs),
        epochs: format.count(epochCount),
      }),
    ],
    [t('preflight.memory'), of(peakMemoryBytes, availableMemoryBytes)],
    [t('preflight.disk'), of(neededDiskBytes, freeDiskBytes)],
  ] as const;
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      {findShortages(preflight).map((shortage) => (
        <Alert key={shortage} severity="error" variant="outlined">
          {t(`preflight.short.${shortage}`)}
        </Alert>
      ))}
      <Box
        component="dl"
        sx={{ display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 3, rowGap: 1, m: 0 }}
      >
        {facts.map(([name, value]) => (
          <Box key={name} sx={{ display: 'contents' }}>
            <Box component="dt" sx={{ color: 'text.secondary' }}>
              {name}
            </Box>
            <Box component="dd" sx={{ m: 0 }}>
              {value}
            </Box>
          </Box>
        ))}
      </Box>
      <Typography variant="caption" color="textSecondary">
        {t('preflight.how', { count: timedSteps, step: format.number(stepMs / 1000, 2) })}
        {isWaiting && ` ${t('preflight.waits')}`}
      </Typography>
    </Box>
  );
}
