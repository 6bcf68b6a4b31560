import { useMemo, useRef } from 'react';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { type CellIndex, createCellIndex } from './cellIndex.ts';

/** The index of the cells' places, made anew only when a box has changed: most changes are labels. */
export function useIndexedCells(table: CellTable | undefined): CellIndex | undefined {
  const last = useRef<{ readonly table: CellTable; readonly index: CellIndex } | undefined>(undefined);
  return useMemo(() => {
    if (table === undefined) {
      last.current = undefined;
      return undefined;
    }
    const before = last.current;
    const index =
      before !== undefined && hasSamePlaces(before.table, table) ? before.index : createCellIndex(table);
    last.current = { table, index };
    return index;
  }, [table]);
}

export function hasSamePlaces(a: CellTable, b: CellTable): boolean {
  if (a.count !== b.count) return false;
  for (let row = 0; row < a.count; row += 1)
    if (
      a.xPx[row] !== b.xPx[row] ||
      a.yPx[row] !== b.yPx[row] ||
      a.widthPx[row] !== b.widthPx[row] ||
      a.heightPx[row] !== b.heightPx[row]
    )
      return false;
  return true;
}
