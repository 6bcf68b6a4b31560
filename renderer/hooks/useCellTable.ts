import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { applyCellChanges } from '../../main/domain/applyCellChanges.ts';
import type { CellChanges, CellTable } from '../../main/domain/cellTable.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import { lab } from '../lab.ts';
import { useLabEvent } from './useLabEvent.ts';

export function cellTableKey(slideId: SlideId) {
  return ['cells', slideId] as const;
}

/** The cells of a slide, live: a change by this window, another window or a scan shows at once.
 *  @param isScanned false: there are none to read yet */
export function useCellTable(slideId: SlideId, isScanned = true): UseQueryResult<CellTable> {
  const applyChanges = useApplyCellChanges();
  const result = useQuery({
    queryKey: cellTableKey(slideId),
    queryFn: () => lab.readCells({ slideId }),
    enabled: isScanned,
    staleTime: Number.POSITIVE_INFINITY,
    // a whole-slide scan of 100,000 cells is 7 MB: one that is left is let go
    gcTime: 0,
    structuralSharing: false,
  });
  const queries = useQueryClient();
  const readAnew = () => void queries.invalidateQueries({ queryKey: cellTableKey(slideId) });
  useLabEvent('cells-changed', ({ changes }) => applyChanges(changes));
  useLabEvent('worklist-changed', ({ slideIds }) => {
    // a rescan has other cells; a change of labels has come as an event of its own
    if (slideIds.includes(slideId) && result.isError) readAnew();
  });
  useLabEvent('cells-outdated', ({ cells }) => {
    const now = cells.find((one) => one.slideId === slideId);
    const table = queries.getQueryData<CellTable>(cellTableKey(slideId));
    if (now === undefined || table === undefined) return;
    if (now.scanId !== table.scanId || now.revision !== table.revision) readAnew();
  });
  useLabEvent('station-state', ({ state }) => {
    if (state === 'running') readAnew();
  });
  return result;
}

/** Puts changes into the cells that are shown, or reads them anew where one was missed. */
export function useApplyCellChanges(): (changes: CellChanges) => void {
  const queries = useQueryClient();
  return useCallback(
    (changes) => {
      const queryKey = cellTableKey(changes.slideId);
      const table = queries.getQueryData<CellTable>(queryKey);
      if (table === undefined) return;
      const next = applyCellChanges(table, changes);
      if (next === undefined) void queries.invalidateQueries({ queryKey });
      else if (next !== table) queries.setQueryData(queryKey, next);
    },
    [queries],
  );
}
