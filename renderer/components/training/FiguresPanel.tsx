import { Alert, Box, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelSummary, TrainingRun } from '../../../main/domain/trainingRun.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { ConfusionMatrix } from './ConfusionMatrix.tsx';
import { type FiguresPair, type HeldOutPart, judgeEvidence, pairFigures } from './compareFigures.ts';
import { FiguresTable } from './FiguresTable.tsx';

/** What a finished training came to, beside the model that it would replace. */
export function FiguresPanel(given: { readonly run: TrainingRun; readonly models: readonly ModelSummary[] }) {
  const { run, models } = given;
  const { t } = useTranslation('training');
  const [wanted, setWanted] = useState<HeldOutPart>('test');
  const parts = (['test', 'validation'] as const).filter(
    (part) => pairFigures(run, part, models) !== undefined,
  );
  const part = parts.includes(wanted) ? wanted : (parts[0] ?? 'test');
  const pair = pairFigures(run, part, models);
  if (pair === undefined) return null;
  return (
    <Box component="section" aria-labelledby="figures-title">
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, mb: 1 }}>
        <Typography id="figures-title" variant="h2" sx={{ flex: 1 }}>
          {t('figures.title')}
        </Typography>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={part}
          aria-label={t('figures.part')}
          onChange={(_event, next: HeldOutPart | null) => next !== null && setWanted(next)}
        >
          {parts.map((one) => (
            <ToggleButton key={one} value={one} sx={{ py: 0.25 }}>
              {t(`figures.${one}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </Box>
      <EvidenceNote pair={pair} />
      <FiguresTable pair={pair} modelName={run.modelName} />
      <Typography variant="h3" component="h2" sx={{ mt: 2.5, mb: 1 }}>
        {t('matrix.title')}
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, rowGap: 2 }}>
        <Box>
          <Typography variant="body2">{t('figures.thisModel', { name: run.modelName })}</Typography>
          <ConfusionMatrix figures={pair.own} modelName={run.modelName} />
        </Box>
        {pair.current !== undefined && pair.currentName !== undefined && (
          <Box>
            <Typography variant="body2">{t('figures.current', { name: pair.currentName })}</Typography>
            <ConfusionMatrix figures={pair.current} modelName={pair.currentName} />
          </Box>
        )}
      </Box>
    </Box>
  );
}

/** What the number of cells allows to be said, in one sentence. */
function EvidenceNote({ pair }: { readonly pair: FiguresPair }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const { count, accuracyInterval } = pair.own;
  const evidence = judgeEvidence(pair);
  const range = {
    count,
    low: format.percent(accuracyInterval.low),
    high: format.percent(accuracyInterval.high),
  };
  const sentences = {
    alone: t('figures.evidence.alone', range),
    'other-cells': `${t('figures.evidence.alone', range)} ${t('figures.evidence.otherCells')}`,
    'cannot-tell': t('figures.evidence.cannotTell', { count }),
    better: t('figures.evidence.better', { count }),
    worse: t('figures.evidence.worse', { count }),
  } as const;
  const severities = {
    alone: 'info',
    'other-cells': 'info',
    'cannot-tell': 'info',
    better: 'success',
    worse: 'warning',
  } as const;
  return (
    <Alert severity={severities[evidence]} variant="outlined" sx={{ mb: 1.5, py: 0 }}>
      {sentences[evidence]}
      {pair.part === 'validation' && ` ${t('figures.validationNote')}`}
    </Alert>
  );
}
