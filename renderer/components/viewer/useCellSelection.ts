import { useCallback, useMemo, useState } from 'react';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import type { CellId } from '../../../main/domain/ids.ts';

/** The cells that are selected. They are kept by id: rows move when cells come and go. */
export interface CellSelection {
  readonly ids: ReadonlySet<number>;
  /** of those that are still there */
  readonly cellIds: readonly CellId[];
  readonly rows: readonly number[];
  /** the row, when exactly one cell is selected */
  readonly only: number | undefined;
  readonly replace: (ids: readonly number[]) => void;
  readonly add: (ids: readonly number[]) => void;
  readonly toggle: (id: number) => void;
  readonly clear: () => void;
}

const nothing: ReadonlySet<number> = new Set();

export function useCellSelection(table: CellTable | undefined): CellSelection {
  const [ids, setIds] = useState(nothing);
  const rows = useMemo(() => (table === undefined ? [] : rowsOf(table, ids)), [table, ids]);
  const replace = useCallback((next: readonly number[]) => setIds(new Set(next)), []);
  const add = useCallback((more: readonly number[]) => setIds((before) => new Set([...before, ...more])), []);
  const toggle = useCallback(
    (id: number) =>
      setIds((before) => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      }),
    [],
  );
  const clear = useCallback(() => setIds(nothing), []);
  return useMemo(() => {
    const cellIds = rows.map((row) => String(table?.ids[row]) as CellId);
    return { ids, cellIds, rows, only: rows.length === 1 ? rows[0] : undefined, replace, add, toggle, clear };
  }, [table, ids, rows, replace, add, toggle, clear]);
}

function rowsOf(table: CellTable, ids: ReadonlySet<number>): readonly number[] {
  if (ids.size === 0) return [];
  const rows: number[] = [];
  for (let row = 0; row < table.count; row += 1) if (ids.has(table.ids[row] ?? -1)) rows.push(row);
  return rows;
}
