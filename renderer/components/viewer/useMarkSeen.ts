import { useEffect } from 'react';
import { type CellTable, cellIdAt } from '../../../main/domain/cellTable.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { usePerson } from '../../hooks/usePerson.ts';
import { useTellSeen } from '../../hooks/useTellSeen.ts';

/** A cell counts as seen when it was shown large for this long: longer than a key that is held down takes. */
const dwellMs = 250;

/** Notes the selected cell, which the panel shows large, as seen by who works now.
 *  @param row undefined unless exactly one cell is selected */
export function useMarkSeen(slideId: SlideId, table: CellTable | undefined, row: number | undefined): void {
  const person = usePerson();
  const tellSeen = useTellSeen(slideId);
  const isToSee = person !== undefined && table !== undefined && row !== undefined && table.seen[row] !== 1;
  const cellId = isToSee ? cellIdAt(table, row) : undefined;
  useEffect(() => {
    if (cellId === undefined) return undefined;
    const dwell = window.setTimeout(() => tellSeen([cellId]), dwellMs);
    return () => window.clearTimeout(dwell);
  }, [cellId, tellSeen]);
}
