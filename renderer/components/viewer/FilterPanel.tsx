import {
  Box,
  Button,
  Checkbox,
  FormControlLabel,
  MenuItem,
  Slider,
  TextField,
  Typography,
} from '@mui/material';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellClass, Verdict } from '../../../main/domain/cellClass.ts';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { verdicts } from '../../../main/domain/verdict.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { inColumns } from '../../theme.ts';
import { ClassMark } from '../common/ClassMark.tsx';
import { type CellFilter, countStanding, everyCell, probabilityHistogram } from './cellFilter.ts';

const binCount = 20;
const reviews = ['all', 'reviewed', 'unreviewed', 'unseen'] as const;

/** Which cells are shown. */
export function FilterPanel(given: {
  readonly table: CellTable;
  readonly filter: CellFilter;
  readonly shownCount: number;
  readonly isBlast: (cellClass: CellClass) => boolean;
  readonly onChange: (filter: CellFilter) => void;
}) {
  const { table, filter, shownCount, isBlast, onChange } = given;
  const { t } = useTranslation('viewer');
  const format = useFormat();
  const bins = useMemo(() => probabilityHistogram(table, binCount, isBlast), [table, isBlast]);
  const counts = useMemo(() => countStanding(table), [table]);
  const most = Math.max(1, ...bins);
  const toggle = (verdict: Verdict) => {
    const next = new Set(filter.verdicts);
    if (!next.delete(verdict)) next.add(verdict);
    onChange({ ...filter, verdicts: next });
  };
  return (
    <Box
      component="section"
      aria-label={t('panel.filter')}
      sx={{ p: 1.5, borderBottom: 1, borderColor: 'divider' }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 30 }}>
        <Typography variant="h3" component="h2" sx={{ flex: 1 }}>
          {t('panel.filter')}
        </Typography>
        {filter !== everyCell && <Button onClick={() => onChange(everyCell)}>{t('panel.reset')}</Button>}
      </Box>
      <Typography variant="caption" color="text.secondary" role="status">
        {t('panel.shown', { shown: format.count(shownCount), count: table.count })}
      </Typography>
      <Box role="group" aria-label={t('panel.classes')} sx={{ mt: 0.5 }}>
        {verdicts.map((verdict, at) => (
          <Box key={verdict} sx={{ display: 'flex', alignItems: 'center' }}>
            <FormControlLabel
              sx={{
                flex: 1,
                mr: 0,
                minWidth: 0,
                '& .MuiFormControlLabel-label': { fontSize: 13, minWidth: 0 },
              }}
              control={
                <Checkbox
                  size="small"
                  sx={{ p: 0.375, mr: 0.5 }}
                  checked={filter.verdicts.has(verdict)}
                  onChange={() => toggle(verdict)}
                />
              }
              label={<ClassMark verdict={verdict} short />}
            />
            <Typography variant="caption" color="text.secondary" sx={inColumns}>
              {format.count(counts[at] ?? 0)}
            </Typography>
          </Box>
        ))}
      </Box>
      <Typography variant="caption" component="div" sx={{ mt: 1 }} id="viewer-probability">
        {t('panel.probability')}{' '}
        {t('panel.range', { low: format.percent(filter.lowest, 0), high: format.percent(filter.highest, 0) })}
      </Typography>
      <Box sx={{ px: 1 }}>
        <Box aria-hidden="true" sx={{ display: 'flex', alignItems: 'flex-end', gap: '1px', height: 36 }}>
          {bins.map((count, at) => {
            const middle = (at + 0.5) / binCount;
            const isIn = middle >= filter.lowest && middle <= filter.highest;
            return (
              <Box
                // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
                key={at}
                sx={{ flex: 1, bgcolor: isIn ? 'primary.main' : 'divider' }}
                // many cells lie at the ends: the root keeps the others in sight
                style={{ height: `${count === 0 ? 0 : Math.max(4, 100 * Math.sqrt(count / most))}%` }}
              />
            );
          })}
        </Box>
        <Slider
          size="small"
          sx={{ py: '8px !important', display: 'block' }}
          value={[filter.lowest, filter.highest]}
          min={0}
          max={1}
          step={0.05}
          getAriaLabel={() => t('panel.probability')}
          getAriaValueText={(value) => format.percent(value, 0)}
          onChange={(_event, value) => {
            const [lowest = 0, highest = 1] = Array.isArray(value) ? value : [];
            onChange({ ...filter, lowest, highest });
          }}
        />
      </Box>
      <TextField
        select
        fullWidth
        label={t('panel.review')}
        value={filter.review}
        sx={{ mt: 1 }}
        onChange={(event) => {
          const review = reviews.find((one) => one === event.target.value);
          if (review !== undefined) onChange({ ...filter, review });
        }}
      >
        {reviews.map((review) => (
          <MenuItem key={review} value={review}>
            {t(`panel.reviews.${review}`)}
          </MenuItem>
        ))}
      </TextField>
    </Box>
  );
}
