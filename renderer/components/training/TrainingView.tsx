import ModelTraining from '@mui/icons-material/ModelTrainingOutlined';
import { Box } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  isOpenTraining,
  type LabelledCellsSummary,
  type ModelSummary,
  type TrainingRun,
} from '../../../main/domain/trainingRun.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useMergeRun } from '../../hooks/useTraining.ts';
import { lab } from '../../lab.ts';
import { EmptyState } from '../common/EmptyState.tsx';
import { DatasetCard } from './DatasetCard.tsx';
import { PreflightDialog } from './PreflightDialog.tsx';
import { RunList } from './RunList.tsx';
import { RunPanel } from './RunPanel.tsx';
import { TrainingForm } from './TrainingForm.tsx';
import type { TrainingOrder } from './trainingOrder.ts';

/** What the person is asked about once more, with what it will take. */
interface CheckedOrder {
  readonly order: TrainingOrder;
  readonly onStarted: () => void;
}

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
  const [checked, setChecked] = useState<CheckedOrder | undefined>();
  const selected = runs.find(({ id }) => id === selectedId) ?? runs[0];
  const isBusy = runs.some(isOpenTraining);

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
  const start = ({ order, onStarted }: CheckedOrder) => {
    setChecked(undefined);
    onStarted();
    void take(() => lab.startTraining(order));
  };
  const tell = (call: Promise<void>) =>
    take(async () => {
      await call;
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
          onCheck={(order, onStarted) => setChecked({ order, onStarted })}
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
            onPause={() => tell(lab.pauseTraining({ runId: selected.id }))}
            onCancel={() => tell(lab.cancelTraining({ runId: selected.id }))}
            onResume={() => take(() => lab.resumeTraining({ runId: selected.id }))}
            onActivate={onActivate}
          />
        )}
      </Box>
      {checked !== undefined && (
        <PreflightDialog
          order={checked.order}
          isWaiting={isBusy}
          onStart={() => start(checked)}
          onClose={() => setChecked(undefined)}
        />
      )}
    </Box>
  );
}
