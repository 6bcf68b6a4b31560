import { useMemo, useState } from 'react';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { isBlastBySettings } from '../../../main/domain/isBlastBySettings.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { type CellFilter, everyCell, filterCells } from './cellFilter.ts';
import { computeHeatMap, type HeatMap } from './heatMap.ts';
import { useIndexedCells } from './useIndexedCells.ts';

/** Which cells are shown and how. */
export function useCellView(
  table: CellTable | undefined,
  slide: { readonly widthPx: number; readonly heightPx: number },
) {
  const { classes, autoAdvance } = useSettings();
  const [filter, setFilter] = useState<CellFilter>(everyCell);
  const [isOverlayShown, setOverlayShown] = useState(true);
  const [isHeatShown, setHeatShown] = useState(false);
  const isBlast = useMemo(() => isBlastBySettings(classes), [classes]);
  const index = useIndexedCells(table);
  const shown = useMemo(() => table && filterCells(table, filter, isBlast), [table, filter, isBlast]);
  const shownCount = useMemo(() => shown?.reduce((sum, one) => sum + one, 0) ?? 0, [shown]);
  const { widthPx, heightPx } = slide;
  const heatMap = useMemo<HeatMap | undefined>(
    () =>
      isHeatShown && table !== undefined ? computeHeatMap(table, { widthPx, heightPx }, isBlast) : undefined,
    [isHeatShown, table, widthPx, heightPx, isBlast],
  );
  return {
    classes,
    isAutoAdvance: autoAdvance,
    isBlast,
    index,
    filter,
    setFilter,
    shown,
    shownCount,
    heatMap,
    isOverlayShown,
    isHeatShown,
    toggleOverlay: () => setOverlayShown((before) => !before),
    toggleHeat: () => setHeatShown((before) => !before),
  };
}
