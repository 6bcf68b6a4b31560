import { Box, type Theme } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Interval } from '../../../main/domain/clopperPearson.ts';
import type { Differential } from '../../../main/domain/differential.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { inColumns } from '../../theme.ts';
import { ClassMark } from '../common/ClassMark.tsx';
import { intervalEnds } from './describeShare.ts';

const cellSx = {
  ...inColumns,
  textAlign: 'right',
  py: 0.25,
  pl: 1,
  fontWeight: 400,
  whiteSpace: 'nowrap',
} as const;

/** Counts, shares and intervals by class, and the line of blasts. */
export function DifferentialTable({ differential }: { readonly differential: Differential }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const intervalText = (count: number, interval: Interval) => {
    const { low, high } = intervalEnds(count, interval, format.percent);
    return low === undefined
      ? t('differential.upTo', { high })
      : t('differential.range', { low: format.number(interval.low * 100, 1), high });
  };
  const figures = (count: number, fraction: number, interval: Interval) => (
    <>
      <Box component="td" sx={cellSx}>
        {format.count(count)}
      </Box>
      <Box component="td" sx={cellSx}>
        {format.number(fraction * 100, 1)}
      </Box>
      <Box component="td" sx={{ ...cellSx, color: 'text.secondary' }}>
        {intervalText(count, interval)}
      </Box>
    </>
  );
  const lineSx = { '& > *': { borderTop: 1, borderColor: 'divider' } } as const;
  return (
    <Box component="table" sx={{ width: '100%', borderCollapse: 'collapse', fontSize: 12 }}>
      <Box component="thead" sx={{ color: 'text.secondary', fontSize: 11 }}>
        <tr>
          <Box component="th" scope="col" sx={{ textAlign: 'left', fontWeight: 500, p: 0 }}>
            {t('differential.cellClass')}
          </Box>
          {(['cells', 'share', 'interval'] as const).map((column) => (
            <Box key={column} component="th" scope="col" sx={{ ...cellSx, fontWeight: 500 }}>
              {t(`differential.${column}`)}
            </Box>
          ))}
        </tr>
      </Box>
      <tbody>
        {differential.rows.map(({ cellClass, count, fraction, interval }) => (
          <tr key={cellClass}>
            <Box component="th" scope="row" sx={{ textAlign: 'left', fontWeight: 400, p: 0 }}>
              <ClassMark verdict={cellClass} short />
            </Box>
            {figures(count, fraction, interval)}
          </tr>
        ))}
        <Box component="tr" sx={lineSx}>
          <Box component="th" scope="row" sx={{ textAlign: 'left', fontWeight: 600, p: 0 }}>
            {t('differential.total')}
          </Box>
          <Box
            component="td"
            sx={(theme: Theme) => ({ ...cellSx, fontWeight: theme.typography.fontWeightMedium })}
          >
            {format.count(differential.totalCount)}
          </Box>
          <td colSpan={2} />
        </Box>
      </tbody>
    </Box>
  );
}
