import Next from '@mui/icons-material/PlaylistAddCheck';
import Swap from '@mui/icons-material/SwapVert';
import Compare from '@mui/icons-material/ViewColumnOutlined';
import Context from '@mui/icons-material/ZoomOutMap';
import { Box, Button, MenuItem, Select, Slider, Tooltip, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/useFormat.ts';
import { ToolButton } from '../viewer/ToolButton.tsx';
import { FilterButton } from './FilterButton.tsx';
import { cellSorts } from './orderCells.ts';
import type { GalleryFocus } from './useGalleryFocus.ts';
import { cropSizes, type GalleryView } from './useGalleryView.ts';

/** Order, filter, size and selection of the gallery. */
export function ReviewToolbar(given: {
  readonly view: GalleryView;
  readonly focus: GalleryFocus;
  readonly canCompare: boolean;
  readonly onCompare: () => void;
  /** shows the cells to label next, or all again */
  readonly onNext: () => void;
}) {
  const { view, focus, canCompare, onCompare, onNext } = given;
  const { t } = useTranslation('review');
  const format = useFormat();
  const selectedCount = focus.selected.size;
  return (
    <Box
      role="toolbar"
      aria-label={t('gallery')}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1,
        px: 1.5,
        minHeight: 44,
        borderBottom: 1,
        borderColor: 'divider',
        flexWrap: 'wrap',
      }}
    >
      <Select
        variant="standard"
        disableUnderline
        value={view.sort}
        onChange={(event) => view.setSort(event.target.value)}
        inputProps={{ 'aria-label': t('sort') }}
        sx={{ fontSize: 13, minWidth: 120, '& .MuiSelect-select': { py: 0.5 } }}
      >
        {cellSorts.map((sort) => (
          <MenuItem key={sort} value={sort}>
            {t(`sorts.${sort}`)}
          </MenuItem>
        ))}
      </Select>
      <ToolButton
        label={t('reverse')}
        icon={<Swap />}
        isPressed={view.isReversed}
        onClick={() => view.setReversed(!view.isReversed)}
      />
      <FilterButton table={view.gallery.table} filter={view.filter} onFilter={view.setFilter} />
      <Tooltip describeChild title={t('next.hint')}>
        <Button
          color={view.listed === undefined ? 'inherit' : 'primary'}
          variant={view.listed === undefined ? 'text' : 'outlined'}
          startIcon={<Next />}
          aria-pressed={view.listed !== undefined}
          onClick={onNext}
        >
          {t('next.show')}
        </Button>
      </Tooltip>
      <Box sx={{ flex: 1 }} />
      {selectedCount > 0 && (
        <>
          <Typography variant="body2" role="status">
            {t('selected', { count: selectedCount, n: format.count(selectedCount) })}
          </Typography>
          <Button color="inherit" onClick={focus.clearSelection}>
            {t('clearSelection')}
          </Button>
        </>
      )}
      <ToolButton
        label={canCompare ? t('compare', { n: selectedCount }) : t('compareHint')}
        keys="C"
        icon={<Compare />}
        isDisabled={!canCompare}
        onClick={onCompare}
      />
      <ToolButton
        label={t('context')}
        keys="X"
        icon={<Context />}
        isPressed={view.hasContext}
        onClick={() => view.setContext(!view.hasContext)}
      />
      <Slider
        size="small"
        sx={{ width: 90 }}
        min={cropSizes.least}
        max={cropSizes.most}
        step={8}
        value={view.cropPx}
        aria-label={t('cropSize')}
        onChange={(_event, value) => view.setCropPx(value as number)}
      />
    </Box>
  );
}
