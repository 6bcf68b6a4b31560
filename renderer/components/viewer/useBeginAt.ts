import { useEffect, useRef } from 'react';
import { boxAt, type CellTable } from '../../../main/domain/cellTable.ts';
import { rowOfId } from './cellsInside.ts';
import type { Viewer } from './createSlideViewer.ts';
import { showBox } from './moveView.ts';

/** Goes to the cell that the address asks for, once it can be shown; later to another that is asked for. */
export function useBeginAt(given: {
  readonly viewer: Viewer | undefined;
  readonly table: CellTable | undefined;
  readonly askedCell: number | undefined;
  readonly select: (ids: readonly number[]) => void;
}): void {
  const { viewer, table, askedCell, select } = given;
  const shownFor = useRef<{ readonly viewer: Viewer; readonly cell: number } | undefined>(undefined);
  useEffect(() => {
    if (viewer === undefined || table === undefined || askedCell === undefined) return;
    if (shownFor.current?.viewer === viewer && shownFor.current.cell === askedCell) return;
    const row = rowOfId(table, askedCell);
    if (row === undefined) return;
    shownFor.current = { viewer, cell: askedCell };
    select([askedCell]);
    showBox(viewer, boxAt(table, row));
  }, [viewer, table, askedCell, select]);
}
