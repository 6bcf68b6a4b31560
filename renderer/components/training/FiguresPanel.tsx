import { Alert, Box, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gateFiguresOf } from '../../../main/domain/gateFiguresOf.ts';
import { isBlastBySettings } from '../../../main/domain/isBlastBySettings.ts';
import type { ModelSummary, TrainingRun } from '../../../main/domain/trainingRun.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { type FiguresPair, type HeldOutPart, judgeEvidence, pairFigures } from './compareFigures.ts';
import { FiguresTable } from './FiguresTable.tsx';
import { GateTable } from './GateTable.tsx';
import { ModelMatrices } from './ModelMatrices.tsx';
import { ReliabilitySection } from './ReliabilitySection.tsx';

/** What a finished training came to, beside the model that it would replace. */
export function FiguresPanel(given: { readonly run: TrainingRun; readonly models: readonly ModelSummary[] }) {
  const { run, models } = given;
  const { t } = useTranslation('training');
  const { classes } = useSettings();
  const [wanted, setWanted] = useState<HeldOutPart>('test');
  const parts = (['test', 'validation'] as const).filter(
    (part) => pairFigures(run, part, models) !== undefined,
  );
  const part = parts.includes(wanted) ? wanted : (parts[0] ?? 'test');
  const pair = pairFigures(run, part, models);
  if (pair === undefined) return null;
  const own = { name: run.modelName, figures: pair.own };
  const current =
    pair.current === undefined || pair.currentName === undefined
      ? undefined
      : { name: pair.currentName, figures: pair.current };
  const judged = ({ name, figures }: typeof own) => ({
    name,
    figures: gateFiguresOf(figures, isBlastBySettings(classes)),
  });
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
        {t('figures.byClass')}
      </Typography>
      <GateTable challenger={judged(own)} champion={current && judged(current)} />
      <Typography variant="h3" component="h2" sx={{ mt: 2.5, mb: 1 }}>
        {t('matrix.title')}
      </Typography>
      <ModelMatrices
        models={[
          { ...own, label: t('figures.thisModel', { name: own.name }) },
          ...(current === undefined
            ? []
            : [{ ...current, label: t('figures.current', { name: current.name }) }]),
        ]}
      />
      <Box sx={{ mt: 2.5 }}>
        <ReliabilitySection challenger={own} champion={current} />
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
