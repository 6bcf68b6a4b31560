import { Box, Typography, useTheme } from '@mui/material';
import { ChartsReferenceLine } from '@mui/x-charts/ChartsReferenceLine';
import { LineChart } from '@mui/x-charts/LineChart';
import { useTranslation } from 'react-i18next';
import type { TrainingEpoch } from '../../../main/domain/trainingRun.ts';
import { useFormat } from '../../hooks/useFormat.ts';

interface Curve {
  readonly title: string;
  readonly label: string;
  readonly train: readonly (number | null)[];
  readonly validation: readonly number[];
  /** accuracies are shown in percent of 0..1 */
  readonly isFraction: boolean;
}

/** Loss and accuracy by epoch, training dashed, validation drawn through; the chosen epoch marked. */
export function CurvesChart(given: {
  readonly epochs: readonly TrainingEpoch[];
  readonly chosenEpoch: number | undefined;
  /** the axis is as long as the whole training */
  readonly epochCount: number;
}) {
  const { t } = useTranslation('training');
  const { epochs } = given;
  const curves: readonly Curve[] = [
    {
      title: t('curves.loss'),
      label: t('curves.lossLabel'),
      train: epochs.map(({ trainLoss }) => trainLoss),
      validation: epochs.map(({ validationLoss }) => validationLoss),
      isFraction: false,
    },
    {
      title: t('curves.accuracy'),
      label: t('curves.accuracyLabel'),
      train: epochs.map(({ trainAccuracy }) => trainAccuracy ?? null),
      validation: epochs.map(({ validationAccuracy }) => validationAccuracy),
      isFraction: true,
    },
  ];
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(320px, 1fr))', gap: 2 }}>
      {curves.map((curve) => (
        <OneCurve key={curve.title} curve={curve} {...given} />
      ))}
    </Box>
  );
}

function OneCurve(given: {
  readonly curve: Curve;
  readonly epochs: readonly TrainingEpoch[];
  readonly chosenEpoch: number | undefined;
  readonly epochCount: number;
}) {
  const { curve, epochs, chosenEpoch, epochCount } = given;
  const { t } = useTranslation('training');
  const { palette } = useTheme();
  const format = useFormat();
  // the words stand on the side that has room
  const isLate = chosenEpoch !== undefined && chosenEpoch > epochCount / 2;
  const show = (value: number | null) => {
    if (value === null) return t('curves.unknown');
    return curve.isFraction ? format.percent(value) : format.number(value, 3);
  };
  return (
    <Box component="figure" sx={{ m: 0, minWidth: 0 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <Typography component="figcaption" variant="h3" sx={{ flex: 1 }}>
          {curve.title}
        </Typography>
        <Sample label={t('curves.train')} colour={palette.text.secondary} isDashed />
        <Sample label={t('curves.validation')} colour={palette.primary.main} />
      </Box>
      <LineChart
        role="img"
        aria-label={curve.label}
        height={190}
        skipAnimation
        hideLegend
        margin={{ left: 0, right: 24, top: 22, bottom: 0 }}
        grid={{ horizontal: true }}
        xAxis={[
          {
            data: epochs.map(({ epoch }) => epoch),
            min: 1,
            max: Math.max(2, epochCount),
            tickMinStep: 1,
            scaleType: 'linear',
            valueFormatter: (epoch: number) => format.count(epoch),
            label: t('curves.epoch'),
            height: 46,
            tickLabelStyle: { fontSize: 11 },
            labelStyle: { fontSize: 12 },
          },
        ]}
        yAxis={[
          {
            ...(curve.isFraction && { max: 1 }),
            width: 52,
            tickLabelStyle: { fontSize: 11 },
            valueFormatter: (value: number) =>
              curve.isFraction ? format.percent(value, 0) : format.number(value, 2),
          },
        ]}
        series={[
          {
            id: 'train',
            data: [...curve.train],
            label: t('curves.train'),
            color: palette.text.secondary,
            curve: 'linear',
            showMark: epochs.length === 1,
            valueFormatter: show,
          },
          {
            id: 'validation',
            data: [...curve.validation],
            label: t('curves.validation'),
            color: palette.primary.main,
            curve: 'linear',
            showMark: epochs.length === 1,
            valueFormatter: show,
          },
        ]}
        sx={{ '& path[data-series="train"]': { strokeDasharray: '5 4' } }}
      >
        {chosenEpoch !== undefined && (
          <ChartsReferenceLine
            x={chosenEpoch}
            label={t('curves.chosen', { epoch: format.count(chosenEpoch) })}
            labelAlign="start"
            spacing={{ x: isLate ? -5 : 5, y: 5 }}
            lineStyle={{ stroke: palette.text.primary, strokeDasharray: '2 3' }}
            labelStyle={{ fontSize: 11, fill: palette.text.primary, textAnchor: isLate ? 'end' : 'start' }}
          />
        )}
      </LineChart>
    </Box>
  );
}

function Sample(given: { readonly label: string; readonly colour: string; readonly isDashed?: boolean }) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}>
      <svg width="22" height="8" aria-hidden="true">
        <line
          x1="0"
          x2="22"
          y1="4"
          y2="4"
          stroke={given.colour}
          strokeWidth="2"
          {...(given.isDashed === true && { strokeDasharray: '5 4' })}
        />
      </svg>
      <Typography variant="caption" color="textSecondary">
        {given.label}
      </Typography>
    </Box>
  );
}
