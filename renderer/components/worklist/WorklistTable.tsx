import ArrowDownward from '@mui/icons-material/ArrowDownward';
import ArrowUpward from '@mui/icons-material/ArrowUpward';
import { Box, ButtonBase } from '@mui/material';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlideId } from '../../../main/domain/slide.ts';
import type { ScanQueue, WorklistRow } from '../../../main/domain/worklist.ts';
import { type WorklistOrder, worklistColumns } from './arrangeRows.ts';
import { gridColumns } from './gridColumns.ts';
import { WorklistTableRow } from './WorklistTableRow.tsx';

const rowPx = 60;

/** Slides, only those in sight drawn: 10,000 cost no more than 20. */
export function WorklistTable(given: {
  readonly rows: readonly WorklistRow[];
  readonly queue: ScanQueue | undefined;
  readonly order: WorklistOrder;
  readonly onOrder: (order: WorklistOrder) => void;
  readonly selected: ReadonlySet<SlideId>;
  readonly focusedId: SlideId | undefined;
  readonly onPick: (row: WorklistRow, event: MouseEvent | KeyboardEvent) => void;
  readonly onOpen: (row: WorklistRow) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}) {
  const { rows, queue, order, onOrder, selected, focusedId, onPick, onOpen, onKeyDown } = given;
  const { t } = useTranslation('worklist');
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
  });
  const focusedIndex = rows.findIndex(({ slideId }) => slideId === focusedId);
  useEffect(() => {
    if (focusedIndex >= 0) virtual.scrollToIndex(focusedIndex, { align: 'auto' });
  }, [focusedIndex, virtual]);
  return (
    <Box
      role="grid"
      aria-label={t('table')}
      aria-rowcount={rows.length + 1}
      aria-colcount={worklistColumns.length}
      aria-multiselectable
      data-tour="worklist"
      sx={{ display: 'flex', flexDirection: 'column', minHeight: 0, minWidth: 0, flex: 1 }}
    >
      <Box role="rowgroup">
        <Box
          role="row"
          aria-rowindex={1}
          sx={{
            display: 'grid',
            gridTemplateColumns: gridColumns,
            columnGap: 1.5,
            px: 2,
            pr: '28px',
            borderBottom: 1,
            borderColor: 'divider',
          }}
        >
          {worklistColumns.map((column) => {
            const isSorted = order.column === column;
            const direction = order.isDescending ? 'descending' : 'ascending';
            return (
              <Box key={column} role="columnheader" aria-sort={isSorted ? direction : 'none'}>
                <ButtonBase
                  aria-label={t('sortBy', { column: t(`columns.${column}`) })}
                  onClick={() =>
                    onOrder({ column, isDescending: isSorted ? !order.isDescending : column !== 'slide' })
                  }
                  sx={{
                    width: '100%',
                    justifyContent: 'flex-start',
                    gap: 0.5,
                    py: 0.75,
                    fontSize: 12,
                    fontWeight: 650,
                    color: isSorted ? 'text.primary' : 'text.secondary',
                  }}
                >
                  {t(`columns.${column}`)}
                  {isSorted &&
                    (order.isDescending ? (
                      <ArrowDownward sx={{ fontSize: 14 }} />
                    ) : (
                      <ArrowUpward sx={{ fontSize: 14 }} />
                    ))}
                </ButtonBase>
              </Box>
            );
          })}
        </Box>
      </Box>
      <Box
        ref={scroller}
        role="rowgroup"
        tabIndex={0}
        aria-label={t('table')}
        onKeyDown={onKeyDown}
        data-testid="worklist-rows"
        sx={{
          overflow: 'auto',
          scrollbarGutter: 'stable',
          flex: 1,
          minHeight: 0,
          '&:focus-visible': { outlineOffset: -2 },
        }}
      >
        <Box role="presentation" sx={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <WorklistTableRow
                key={row.slideId}
                row={row}
                rowIndex={index + 2}
                topPx={start}
                heightPx={rowPx}
                progress={queue?.current?.slideId === row.slideId ? queue.current : undefined}
                isSelected={selected.has(row.slideId)}
                isFocused={row.slideId === focusedId}
                onPick={onPick}
                onOpen={onOpen}
              />
            );
          })}
        </Box>
      </Box>
    </Box>
  );
}
