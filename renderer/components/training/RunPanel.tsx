import { Alert, AlertTitle, Box, Button, LinearProgress, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  canGoOn,
  isOpenTraining,
  isTraining,
  type ModelSummary,
  type TrainingRun,
} from '../../../main/domain/trainingRun.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { ErrorText } from '../common/ErrorText.tsx';
import { CurvesSection } from './CurvesSection.tsx';
import { FiguresPanel } from './FiguresPanel.tsx';
import { RunStateChip } from './RunStateChip.tsx';
import { RunVerdict } from './RunVerdict.tsx';

/** One training: what it is, how far it is, what it came to. */
export function RunPanel(given: {
  readonly run: TrainingRun;
  readonly models: readonly ModelSummary[];
  readonly onPause: () => Promise<void>;
  readonly onCancel: () => Promise<void>;
  readonly onResume: () => Promise<void>;
  readonly onActivate: (fullName: string) => void;
}) {
  const { run, models, onPause, onCancel, onResume, onActivate } = given;
  const { t } = useTranslation(['training', 'retraining']);
  const format = useFormat();
  const [isWaiting, setWaiting] = useState(false);
  const ask = (what: () => Promise<void>) => {
    setWaiting(true);
    void what().finally(() => setWaiting(false));
  };
  const isGoing = isTraining(run);
  // what runs at a terminal is stopped there
  const isOurs = !isGoing || run.isAtTerminal !== true;
  const model = models.find(({ fullName }) => fullName === run.modelName);
  const parent =
    run.parentName === undefined ? t('run.fromScratch') : t('run.from', { parent: run.parentName });
  const learned = run.learned === undefined ? '' : `, ${t(`retraining:run.learned.${run.learned}`)}`;
  return (
    <Box sx={{ display: 'grid', gap: 2.5, p: 2.5, maxWidth: 1180 }}>
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 2 }}>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, mb: 0.75 }}>
            <Typography variant="h1" component="h2" noWrap>
              {run.modelName}
            </Typography>
            <RunStateChip state={run.state} />
          </Box>
          <Typography variant="body2" color="textSecondary">
            {`${t('run.startedBy', { person: run.startedBy, time: format.dateTime(run.startedAt) })}, ${parent}${learned}`}
          </Typography>
          {run.partCounts !== undefined && (
            <Typography variant="body2" color="textSecondary">
              {t('run.parts', {
                train: format.count(run.partCounts.train),
                validation: format.count(run.partCounts.validation),
                test: format.count(run.partCounts.test),
              })}
            </Typography>
          )}
          {run.splitNote !== undefined && (
            <Typography variant="body2" color="textSecondary">
              {run.splitNote}
            </Typography>
          )}
        </Box>
        {isGoing && isOurs && (
          <Button variant="outlined" disabled={isWaiting} onClick={() => ask(onPause)}>
            {t('retraining:run.pause')}
          </Button>
        )}
        {isOpenTraining(run) && isOurs && (
          <Button variant="outlined" color="secondary" disabled={isWaiting} onClick={() => ask(onCancel)}>
            {t('run.cancel')}
          </Button>
        )}
        {canGoOn(run) && (
          <Button variant="contained" disabled={isWaiting} onClick={() => ask(onResume)}>
            {t('run.resume')}
          </Button>
        )}
        {run.state === 'done' && model !== undefined && !model.isActive && (
          <Button variant="contained" onClick={() => onActivate(model.fullName)}>
            {`${t('models.activate')}…`}
          </Button>
        )}
      </Box>
      {isGoing && <Progress run={run} />}
      {!isOurs && (
        <Alert severity="info" variant="outlined">
          {t('retraining:run.atTerminal')}
        </Alert>
      )}
      {run.state === 'failed' && (
        <Alert severity="error" variant="outlined">
          <AlertTitle>{t('run.failedTitle')}</AlertTitle>
          {run.failure !== undefined && <ErrorText error={run.failure} />}
        </Alert>
      )}
      {(run.state === 'cancelled' || run.state === 'paused' || run.state === 'waiting') && (
        <Alert severity="info" variant="outlined">
          {run.state === 'cancelled' ? t('run.cancelled') : t(`retraining:run.${run.state}`)}
        </Alert>
      )}
      {run.stopped !== undefined && (
        <Alert severity="warning" variant="outlined">
          {t('retraining:run.stopped', {
            epoch: format.count(run.stopped.epoch),
            chosen: format.count(run.chosenEpoch ?? 0),
          })}
        </Alert>
      )}
      {run.verdictId !== undefined && <RunVerdict verdictId={run.verdictId} modelName={run.modelName} />}
      {run.state === 'done' && <FiguresPanel run={run} models={models} />}
      {run.epochs.length > 0 ? (
        <CurvesSection run={run} />
      ) : (
        isGoing && <Typography color="textSecondary">{t('run.waitingForEpoch')}</Typography>
      )}
    </Box>
  );
}

function Progress({ run }: { readonly run: TrainingRun }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const isPreparing = run.state === 'preparing';
  return (
    <Box>
      <LinearProgress
        aria-label={t('run.progress')}
        variant={isPreparing ? 'indeterminate' : 'determinate'}
        value={100 * run.doneFraction}
        sx={{ height: 8, borderRadius: 4 }}
      />
      <Box sx={{ display: 'flex', gap: 2, mt: 0.75 }}>
        <Typography variant="body2">
          {isPreparing
            ? t('run.preparing')
            : t('run.epochOf', {
                done: format.count(run.epochs.length),
                total: format.count(run.epochCount),
              })}
        </Typography>
        <Typography variant="body2" color="textSecondary" noWrap sx={{ flex: 1 }}>
          {run.detail}
        </Typography>
        {!isPreparing && <Typography variant="body2">{format.percent(run.doneFraction, 0)}</Typography>}
        {run.remainingMs !== undefined && (
          <Typography variant="body2">{t('run.left', { time: format.duration(run.remainingMs) })}</Typography>
        )}
      </Box>
    </Box>
  );
}
