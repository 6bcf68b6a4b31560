import ModelTraining from '@mui/icons-material/ModelTrainingOutlined';
import { Box } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabelledCellsSummary, ModelSummary, TrainingRun } from '../../../main/domain/trainingRun.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useMergeRun } from '../../hooks/useTraining.ts';
import { lab } from '../../lab.ts';
import { EmptyState } from '../common/EmptyState.tsx';
import { DatasetCard } from './DatasetCard.tsx';
import { RunList } from './RunList.tsx';
import { RunPanel } from './RunPanel.tsx';
import { TrainingForm } from './TrainingForm.tsx';
import type { TrainingOrder } from './trainingOrder.ts';

/** Labels and form at the left, the chosen training at the right. */
export function TrainingView(given: {
  readonly labels: LabelledCellsSummary;
  readonly models: readonly ModelSummary[];
  readonly runs: readonly TrainingRun[];
  readonly onActivate: (fullName: string) => void;
}) {
  const { labels, models, runs, onActivate } = given;
  const { t } = useTranslation('training');
  const notify = useNotify();
  const mergeRun = useMergeRun();
  const [selectedId, setSelectedId] = useState<string | undefined>();
  const [isStarting, setStarting] = useState(false);
  const selected = runs.find(({ id }) => id === selectedId) ?? runs[0];
  const isBusy = runs.some(({ state }) => state === 'preparing' || state === 'running');

  const take = async (call: () => Promise<TrainingRun | undefined>) => {
    try {
      const run = await call();
      if (run === undefined) return;
      mergeRun(run);
      setSelectedId(run.id);
    } catch (error) {
      notify.error(error);
    }
  };
  const start = async (order: TrainingOrder) => {
    setStarting(true);
    await take(() => lab.startTraining(order));
    setStarting(false);
  };
  const cancel = (runId: string) =>
    take(async () => {
      await lab.cancelTraining({ runId });
      return undefined;
    });

  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '376px 1fr', height: '100%', minHeight: 0 }}>
      <Box
        sx={{
          overflow: 'auto',
          p: 2,
          display: 'flex',
          flexDirection: 'column',
          gap: 2,
          borderRight: 1,
          borderColor: 'divider',
        }}
      >
        <DatasetCard labels={labels} />
        <TrainingForm
          models={models}
          runs={runs}
          isReady={labels.problem === undefined}
          isBusy={isBusy}
          isStarting={isStarting}
          onStart={(order) => void start(order)}
        />
        {runs.length > 0 && <RunList runs={runs} selectedId={selected?.id} onSelect={setSelectedId} />}
      </Box>
      <Box sx={{ overflow: 'auto', minWidth: 0 }}>
        {selected === undefined ? (
          <EmptyState icon={<ModelTraining />} title={t('run.none')} text={t('run.noneText')} />
        ) : (
          <RunPanel
            key={selected.id}
            run={selected}
            models={models}
            isBusy={isBusy}
            onCancel={() => cancel(selected.id)}
            onResume={() => take(() => lab.resumeTraining({ runId: selected.id }))}
            onActivate={onActivate}
          />
        )}
      </Box>
    </Box>
  );
}
