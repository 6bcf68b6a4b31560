import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cellClasses } from '../../../main/domain/cellClass.ts';
import { fractionOf, type GateFigures, type Proportion } from '../../../main/domain/gateVerdict.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { ClassMark } from '../common/ClassMark.tsx';
import { chooseAxis, ModelGlyph, WhiskerAxis, WhiskerPlot } from './WhiskerPlot.tsx';

interface Row {
  readonly key: string;
  readonly label: ReactNode;
  readonly pick: (figures: GateFigures) => Proportion | undefined;
  /** what the lab asks for is drawn */
  readonly floor?: number;
}

/** A model with what it did. */
export interface MeasuredModel {
  readonly name: string;
  readonly figures: GateFigures;
}

/** Sensitivity and precision of both models as dots with their intervals, the figures beside them. */
export function GateTable(given: {
  readonly challenger: MeasuredModel;
  /** undefined: it is compared with none */
  readonly champion: MeasuredModel | undefined;
  /** blast sensitivity that the lab asks for */
  readonly floor?: number;
}) {
  const { challenger, champion, floor } = given;
  const { t } = useTranslation('training');
  const format = useFormat();
  const ofClass = (wanted: string, key: 'sensitivity' | 'precision') => (figures: GateFigures) =>
    figures.classes.find(({ cellClass }) => cellClass === wanted)?.[key];
  const rows: readonly (Row | { readonly key: string; readonly heading: string })[] = [
    {
      key: 'blast-sensitivity',
      label: t('gate.blastSensitivity'),
      pick: ({ blastSensitivity }) => blastSensitivity,
      ...(floor === undefined ? {} : { floor }),
    },
    {
      key: 'blast-specificity',
      label: t('gate.blastSpecificity'),
      pick: ({ blastSpecificity }) => blastSpecificity,
    },
    ...(['sensitivity', 'precision'] as const).flatMap((key) => [
      { key, heading: t(`gate.${key}`) },
      ...cellClasses.map((one) => ({
        key: `${key}-${one}`,
        label: <ClassMark verdict={one} short />,
        pick: ofClass(one, key),
      })),
    ]),
  ];
  const both = [challenger.figures, ...(champion === undefined ? [] : [champion.figures])];
  const measured = rows.flatMap((row) => ('pick' in row ? both.flatMap((one) => row.pick(one) ?? []) : []));
  const axis = chooseAxis([
    ...measured.filter(({ count }) => count > 0).map(({ low }) => low),
    ...(floor === undefined ? [] : [floor]),
  ]);
  const overall = [
    [t('figures.accuracy'), (one: GateFigures) => format.percent(one.figures.accuracy)],
    [t('figures.calibration'), (one: GateFigures) => format.number(one.figures.expectedCalibrationError, 3)],
  ] as const;
  return (
    <Table
      size="small"
      aria-label={t('gate.tableLabel')}
      sx={{ '& td, & th': { py: 0.25 }, '& thead th': { verticalAlign: 'bottom' } }}
    >
      <TableHead>
        <TableRow>
          <TableCell>{t('figures.measure')}</TableCell>
          <TableCell sx={{ width: '42%' }}>
            <WhiskerAxis axis={axis} />
          </TableCell>
          <TableCell align="right">
            <ModelHead
              side="challenger"
              name={challenger.name}
              label={t(champion === undefined ? 'gate.thisModel' : 'gate.newModel')}
            />
          </TableCell>
          {champion !== undefined && (
            <TableCell align="right">
              <ModelHead side="champion" name={champion.name} label={t('gate.activeModel')} />
            </TableCell>
          )}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) =>
          'heading' in row ? (
            <TableRow key={row.key}>
              <TableCell
                component="th"
                scope="rowgroup"
                colSpan={champion === undefined ? 3 : 4}
                sx={{ pt: '10px !important', color: 'text.secondary', fontWeight: 600 }}
              >
                {row.heading}
              </TableCell>
            </TableRow>
          ) : (
            <TableRow key={row.key}>
              <TableCell component="th" scope="row" sx={{ whiteSpace: 'nowrap' }}>
                {row.label}
              </TableCell>
              <TableCell aria-hidden sx={{ py: '0 !important' }}>
                <WhiskerPlot
                  axis={axis}
                  challenger={row.pick(challenger.figures)}
                  champion={champion === undefined ? undefined : row.pick(champion.figures)}
                  floor={row.floor}
                />
              </TableCell>
              {both.map((figures, at) => (
                <TableCell
                  key={at === 0 ? 'challenger' : 'champion'}
                  align="right"
                  sx={{ whiteSpace: 'nowrap' }}
                >
                  <Share proportion={row.pick(figures)} />
                </TableCell>
              ))}
            </TableRow>
          ),
        )}
        {overall.map(([label, show]) => (
          <TableRow key={label}>
            <TableCell component="th" scope="row">
              {label}
            </TableCell>
            <TableCell />
            {both.map((figures, at) => (
              <TableCell key={at === 0 ? 'challenger' : 'champion'} align="right">
                {show(figures)}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function ModelHead(given: {
  readonly side: 'challenger' | 'champion';
  readonly name: string;
  readonly label: string;
}) {
  const { side, name, label } = given;
  return (
    <>
      <Box sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75 }}>
        <ModelGlyph side={side} />
        {label}
      </Box>
      <Typography variant="caption" color="textSecondary" component="div">
        {name}
      </Typography>
    </>
  );
}

function Share({ proportion }: { readonly proportion: Proportion | undefined }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const fraction = proportion === undefined ? undefined : fractionOf(proportion);
  if (proportion === undefined || fraction === undefined) return <>{t('gate.none')}</>;
  const { low, high, hits, count } = proportion;
  return (
    <>
      <Box component="span" sx={{ fontWeight: 650 }}>
        {format.percent(fraction)}
      </Box>
      <Typography component="span" variant="caption" color="textSecondary" sx={{ ml: 0.75 }}>
        {t('gate.share', {
          low: format.number(100 * low, 1),
          high: format.number(100 * high, 1),
          hits: format.count(hits),
          total: format.count(count),
        })}
      </Typography>
    </>
  );
}
