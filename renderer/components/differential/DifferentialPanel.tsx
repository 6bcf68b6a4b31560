import { Box, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cellsToExclude } from '../../../main/domain/cellsToExclude.ts';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { type CountedCells, countCells } from '../../../main/domain/countedCells.ts';
import { computeDifferentialOfCounts, type Differential } from '../../../main/domain/differential.ts';
import { isBlastBySettings } from '../../../main/domain/isBlastBySettings.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { useVerdictNames } from '../../hooks/useVerdictNames.ts';
import { DifferentialTable } from './DifferentialTable.tsx';
import { shareOutOfReach } from './describeShare.ts';
import { IntervalPlot } from './IntervalPlot.tsx';

const goals = [100, 200, 400, 0] as const;

/** The differential of the first 100, 200, 400 or of all cells, live. Starts with the count of the lab's settings. */
export function DifferentialPanel({ table }: { readonly table: CellTable }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const { classes, countPreset } = useSettings();
  const names = useVerdictNames();
  const [chosen, setChosen] = useState<number | undefined>();
  const goal = chosen ?? countPreset;
  const counted = useMemo(() => countCells(table, goal), [table, goal]);
  const differential = useMemo(
    () => computeDifferentialOfCounts(counted.counts, isBlastBySettings(classes)),
    [counted, classes],
  );
  return (
    <Box component="section" aria-label={t('differential.title')} sx={{ p: 1.5 }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          justifyContent: 'space-between',
          gap: 0.5,
          mb: 1,
        }}
      >
        <Typography variant="h3" component="h2">
          {t('differential.title')}
        </Typography>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={goal}
          aria-label={t('differential.preset')}
          onChange={(_event, next: number | null) => next !== null && setChosen(next)}
        >
          {goals.map((one) => (
            <ToggleButton key={one} value={one} sx={{ px: 1, py: 0.1, fontSize: 12, textTransform: 'none' }}>
              {one === 0 ? t('differential.goalAll') : format.count(one)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </Box>
      <BlastLine differential={differential} />
      <DifferentialTable differential={differential} />
      <Box sx={{ mt: 1 }}>
        <IntervalPlot
          rows={differential.rows.map(({ cellClass, fraction, interval }) => ({
            name: names[cellClass].short,
            colour: classes[cellClass].colour,
            fraction,
            interval,
          }))}
        />
      </Box>
      <Hints counted={counted} differential={differential} goal={goal} />
    </Box>
  );
}

/** The share of blasts, large, with what the sample can tell of it. */
export function BlastLine({ differential }: { readonly differential: Differential }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const { blastCount, blastFraction, blastInterval, totalCount } = differential;
  if (totalCount === 0) return <Typography color="text.secondary">{t('differential.noCells')}</Typography>;
  const high = format.percent(blastInterval.high);
  return (
    <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1, mb: 1, flexWrap: 'wrap' }} aria-live="polite">
      <Typography variant="body2" sx={{ fontWeight: 650 }}>
        {t('differential.blasts')}
      </Typography>
      <Typography component="span" sx={{ fontSize: 20, fontWeight: 650, lineHeight: 1.1 }}>
        {blastCount === 0 ? t('differential.upTo', { high }) : format.percent(blastFraction)}
      </Typography>
      <Typography variant="caption" color="text.secondary">
        {t('differential.ofCount', { blasts: format.count(blastCount), total: format.count(totalCount) })}
        {blastCount > 0 &&
          ` (${t('differential.range', { low: format.number(blastInterval.low * 100, 1), high })})`}
      </Typography>
    </Box>
  );
}

function Hints(given: {
  readonly counted: CountedCells;
  readonly differential: Differential;
  readonly goal: number;
}) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const { counted, differential, goal } = given;
  const n = format.count(counted.countedCount);
  const share = shareOutOfReach(counted.countedCount, cellsToExclude);
  const lines = [
    differential.blastCount === 0 &&
      counted.countedCount > 0 &&
      t('differential.detectionLimit', { total: n, high: format.percent(differential.blastInterval.high) }),
    t('differential.excluded', {
      unidentified: format.count(counted.unidentifiedCount),
      notWhite: format.count(counted.notWhiteCount),
    }),
    counted.unjudgedCount > 0 &&
      t('differential.unjudged', { count: counted.unjudgedCount, n: format.count(counted.unjudgedCount) }),
    goal > counted.availableCount && t('differential.fewer', { n: format.count(counted.availableCount) }),
    share !== undefined &&
      t('differential.smallSample', {
        share: format.percent(share, 0),
        needed: format.count(cellsToExclude(share)),
        n,
      }),
    t('differential.method'),
  ].filter((line) => line !== false);
  return (
    <Box sx={{ mt: 1, display: 'grid', gap: 0.5 }}>
      {lines.map((line) => (
        <Typography key={line} variant="caption" color="text.secondary">
          {line}
        </Typography>
      ))}
    </Box>
  );
}
