import FilterList from '@mui/icons-material/FilterList';
import {
  Box,
  Button,
  Checkbox,
  FormControlLabel,
  Popover,
  Slider,
  Switch,
  Tooltip,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { type CellFilter, unjudgedGroup } from './orderCells.ts';
import { countFilters, openFilter } from './useGalleryView.ts';
import { useNameOfGroup } from './useNameOfGroup.ts';

interface FilterProps {
  readonly table: CellTable;
  readonly filter: CellFilter;
  readonly onFilter: (filter: CellFilter) => void;
}

/** Which cells the gallery shows. */
export function FilterButton(props: FilterProps) {
  const { t } = useTranslation('review');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const activeCount = countFilters(props.filter);
  return (
    <>
      <Button
        color={activeCount > 0 ? 'primary' : 'inherit'}
        variant={activeCount > 0 ? 'outlined' : 'text'}
        startIcon={<FilterList />}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {activeCount > 0 ? t('filterActive', { n: activeCount }) : t('filter')}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': t('filter'), variant: 'outlined' } }}
      >
        <FilterForm {...props} />
      </Popover>
    </>
  );
}

function FilterForm({ table, filter, onFilter }: FilterProps) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const nameOfGroup = useNameOfGroup();
  const setUnseen = (isOn: boolean) =>
    onFilter({
      ...filter,
      ids: isOn ? new Set(table.ids.filter((_, row) => table.seen[row] === 0)) : undefined,
    });
  const toggleGroup = (group: number) => {
    const groups = new Set(filter.groups);
    if (!groups.delete(group)) groups.add(group);
    onFilter({ ...filter, groups });
  };
  return (
    <Box sx={{ p: 2, width: 300, display: 'grid', gap: 0.5 }}>
      <Tooltip title={t('unreviewedHint')} placement="right">
        <FormControlLabel
          label={t('unreviewedOnly')}
          control={
            <Switch
              size="small"
              checked={filter.isUnreviewedOnly}
              onChange={(_event, isUnreviewedOnly) => onFilter({ ...filter, isUnreviewedOnly })}
            />
          }
        />
      </Tooltip>
      <Tooltip title={t('unseenHint')} placement="right">
        <FormControlLabel
          label={t('unseenOnly')}
          control={
            <Switch
              size="small"
              checked={filter.ids !== undefined}
              onChange={(_event, isOn) => setUnseen(isOn)}
            />
          }
        />
      </Tooltip>
      <Typography variant="overline" sx={{ mt: 1 }}>
        {t('classes')}
      </Typography>
      {Array.from({ length: unjudgedGroup + 1 }, (_, group) => (
        <FormControlLabel
          key={nameOfGroup(group)}
          label={nameOfGroup(group)}
          control={
            <Checkbox
              size="small"
              sx={{ py: 0.25 }}
              checked={filter.groups.has(group)}
              onChange={() => toggleGroup(group)}
            />
          }
        />
      ))}
      <Typography variant="body2" sx={{ mt: 1 }}>
        {t('probabilityRange', {
          low: format.percent(filter.lowProbability, 0),
          high: format.percent(filter.highProbability, 0),
        })}
      </Typography>
      <Box sx={{ px: 1 }}>
        <Slider
          size="small"
          min={0}
          max={1}
          step={0.01}
          value={[filter.lowProbability, filter.highProbability]}
          getAriaLabel={(index) => (index === 0 ? t('probabilityLow') : t('probabilityHigh'))}
          getAriaValueText={(value) => format.percent(value, 0)}
          onChange={(_event, value) => {
            const [lowProbability = 0, highProbability = 1] = value as number[];
            onFilter({ ...filter, lowProbability, highProbability });
          }}
        />
      </Box>
      <Button variant="outlined" onClick={() => onFilter(openFilter)}>
        {t('clearFilter')}
      </Button>
    </Box>
  );
}
