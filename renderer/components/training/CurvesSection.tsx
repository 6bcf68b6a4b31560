import { Box, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrainingRun } from '../../../main/domain/trainingRun.ts';
import { CurvesChart } from './CurvesChart.tsx';
import { EpochTable } from './EpochTable.tsx';

type View = 'chart' | 'table';

/** The curves of a training, as lines or in numbers. */
export function CurvesSection({ run }: { readonly run: TrainingRun }) {
  const { t } = useTranslation('training');
  const [view, setView] = useState<View>('chart');
  return (
    <Box component="section" aria-labelledby="curves-title">
      <Box sx={{ display: 'flex', alignItems: 'center', mb: 1 }}>
        <Typography id="curves-title" variant="h2" sx={{ flex: 1 }}>
          {t('curves.title')}
        </Typography>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={view}
          aria-label={t('curves.view')}
          onChange={(_event, next: View | null) => next !== null && setView(next)}
        >
          <ToggleButton value="chart" sx={{ py: 0.25 }}>
            {t('curves.chart')}
          </ToggleButton>
          <ToggleButton value="table" sx={{ py: 0.25 }}>
            {t('curves.table')}
          </ToggleButton>
        </ToggleButtonGroup>
      </Box>
      {view === 'chart' ? (
        <CurvesChart epochs={run.epochs} chosenEpoch={run.chosenEpoch} epochCount={run.epochCount} />
      ) : (
        <EpochTable epochs={run.epochs} chosenEpoch={run.chosenEpoch} />
      )}
    </Box>
  );
}
