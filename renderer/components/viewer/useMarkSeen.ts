import { useCallback, useEffect, useRef } from 'react';
import { type CellTable, cellIdAt } from '../../../main/domain/cellTable.ts';
import type { CellId } from '../../../main/domain/ids.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { useApplyCellChanges } from '../../hooks/useCellTable.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { usePerson } from '../../hooks/usePerson.ts';
import { lab } from '../../lab.ts';

/** A cell counts as seen when it was shown large for this long: longer than a key that is held down takes. */
const dwellMs = 250;
/** Cells that are looked at one after the other are told together. */
const tellAfterMs = 500;

/** Notes the selected cell, which the panel shows large, as seen by who works now. What is not told yet is told when
 *  the slide is left.
 *  @param row undefined unless exactly one cell is selected */
export function useMarkSeen(slideId: SlideId, table: CellTable | undefined, row: number | undefined): void {
  const applyChanges = useApplyCellChanges();
  const notify = useNotify();
  const person = usePerson();
  const waiting = useRef(new Set<CellId>());
  const timer = useRef<number | undefined>(undefined);
  const tell = useCallback(() => {
    window.clearTimeout(timer.current);
    timer.current = undefined;
    const cellIds = [...waiting.current];
    waiting.current.clear();
    if (cellIds.length > 0) lab.markSeen({ slideId, cellIds }).then(applyChanges, notify.error);
  }, [slideId, applyChanges, notify]);
  useEffect(() => tell, [tell]);
  const isToSee = person !== undefined && table !== undefined && row !== undefined && table.seen[row] !== 1;
  const cellId = isToSee ? cellIdAt(table, row) : undefined;
  useEffect(() => {
    if (cellId === undefined) return undefined;
    const dwell = window.setTimeout(() => {
      waiting.current.add(cellId);
      timer.current ??= window.setTimeout(tell, tellAfterMs);
    }, dwellMs);
    return () => window.clearTimeout(dwell);
  }, [cellId, tell]);
}
