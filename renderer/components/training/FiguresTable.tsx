import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Figures } from '../../../main/domain/modelCard.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import type { FiguresPair } from './compareFigures.ts';

const shares = ['macroPrecision', 'macroRecall', 'macroF1', 'macroRocAuc'] as const;

/** The new model's figures and the active one's, side by side. */
export function FiguresTable({
  pair,
  modelName,
}: {
  readonly pair: FiguresPair;
  readonly modelName: string;
}) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const { own, current, currentName, isSameCells } = pair;
  const row = (label: string, show: (figures: Figures) => ReactNode) => (
    <TableRow key={label}>
      <TableCell component="th" scope="row" sx={{ color: 'text.secondary' }}>
        {label}
      </TableCell>
      <TableCell align="right">{show(own)}</TableCell>
      <TableCell align="right">{current === undefined ? t('figures.notMeasured') : show(current)}</TableCell>
    </TableRow>
  );
  return (
    <>
      <Table size="small" aria-label={t('figures.tableLabel')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('figures.measure')}</TableCell>
            <TableCell align="right">{t('figures.thisModel', { name: modelName })}</TableCell>
            <TableCell align="right">
              {t('figures.current', { name: currentName ?? t('figures.notMeasured') })}
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {row(t('figures.accuracy'), (figures) => (
            <>
              <Box component="span" sx={{ fontWeight: 650 }}>
                {format.percent(figures.accuracy)}
              </Box>
              <Typography variant="caption" color="textSecondary" component="div">
                {t('figures.interval', {
                  low: format.percent(figures.accuracyInterval.low),
                  high: format.percent(figures.accuracyInterval.high),
                })}
              </Typography>
            </>
          ))}
          {shares.map((key) => row(t(`figures.${key}`), (figures) => format.number(figures[key], 3)))}
          {row(t('figures.calibration'), ({ expectedCalibrationError }) =>
            format.number(expectedCalibrationError, 3),
          )}
          {row(t('figures.count'), ({ count }) => format.count(count))}
        </TableBody>
      </Table>
      {current !== undefined && !isSameCells && (
        <Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 0.5 }}>
          {t('figures.fromCard')}
        </Typography>
      )}
    </>
  );
}
