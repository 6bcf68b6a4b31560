import Search from '@mui/icons-material/Search';
import { Box, Button, Chip, InputAdornment, MenuItem, TextField, Typography } from '@mui/material';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlideId } from '../../../main/domain/slide.ts';
import { type ScanPriority, type ScanQueue, scanPriorities } from '../../../main/domain/worklist.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { lab } from '../../lab.ts';
import { type WorklistChoice, worklistFilters } from './arrangeRows.ts';
import { QueueButton } from './QueueButton.tsx';

/** Search, filters, and what can be done with the selected slides. */
export function WorklistBar(given: {
  readonly choice: WorklistChoice;
  readonly onChoice: (choice: WorklistChoice) => void;
  readonly searchField: RefObject<HTMLInputElement | null>;
  readonly selectedIds: readonly SlideId[];
  readonly queue: ScanQueue;
  readonly onScanAgain: () => void;
}) {
  const { choice, onChoice, searchField, selectedIds, queue, onScanAgain } = given;
  const { t } = useTranslation('worklist');
  const notify = useNotify();
  const slideIds = [...selectedIds];
  const act = (work: () => Promise<unknown>) => void work().catch(notify.error);
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, px: 2, py: 1, flexWrap: 'wrap' }}>
      <TextField
        inputRef={searchField}
        value={choice.search}
        placeholder={t('search')}
        onChange={(event) => onChoice({ ...choice, search: event.target.value })}
        onKeyDown={(event) => event.key === 'Escape' && onChoice({ ...choice, search: '' })}
        // gives way before anything moves into a second line, and the rows with it
        sx={{ flex: '1 1 160px', maxWidth: 260 }}
        slotProps={{
          htmlInput: { 'aria-label': t('search') },
          input: {
            startAdornment: (
              <InputAdornment position="start">
                <Search fontSize="small" />
              </InputAdornment>
            ),
          },
        }}
      />
      <Box
        role="radiogroup"
        aria-label={t('filters.label')}
        sx={{ display: 'flex', gap: 0.75, flexWrap: 'wrap' }}
      >
        {worklistFilters.map((one) => (
          <Chip
            key={one}
            role="radio"
            aria-checked={choice.filter === one}
            label={t(`filters.${one}`)}
            color={choice.filter === one ? 'primary' : 'default'}
            variant={choice.filter === one ? 'filled' : 'outlined'}
            onClick={() => onChoice({ ...choice, filter: one })}
          />
        ))}
      </Box>
      <TextField
        select
        value={choice.priority}
        onChange={(event) =>
          onChoice({ ...choice, priority: event.target.value as WorklistChoice['priority'] })
        }
        slotProps={{ select: { SelectDisplayProps: { 'aria-label': t('filters.priority') } } }}
        sx={{ width: 132 }}
      >
        <MenuItem value="any">{t('filters.anyPriority')}</MenuItem>
        {scanPriorities.map((priority) => (
          <MenuItem key={priority} value={priority}>
            {t(`priorities.${priority}`)}
          </MenuItem>
        ))}
      </TextField>
      <Box sx={{ flex: 1 }} />
      {slideIds.length > 1 && (
        <Typography variant="body2" color="text.secondary">
          {t('selected', { count: slideIds.length })}
        </Typography>
      )}
      {slideIds.length > 0 && (
        <>
          <TextField
            select
            value=""
            label={t('priority')}
            sx={{ width: 132 }}
            onChange={(event) =>
              act(() => lab.setPriority({ slideIds, priority: event.target.value as ScanPriority }))
            }
          >
            {scanPriorities.map((priority) => (
              <MenuItem key={priority} value={priority}>
                {t(`priorities.${priority}`)}
              </MenuItem>
            ))}
          </TextField>
          <Button variant="outlined" onClick={onScanAgain}>
            {t('actions.scanAgain')}
          </Button>
          <Button variant="outlined" onClick={() => act(() => lab.cancelScans({ slideIds }))}>
            {t('actions.cancel')}
          </Button>
        </>
      )}
      <QueueButton queue={queue} />
    </Box>
  );
}
