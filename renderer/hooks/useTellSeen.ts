import { useCallback, useEffect, useRef } from 'react';
import type { CellId } from '../../main/domain/ids.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import { lab } from '../lab.ts';
import { useApplyCellChanges } from './useCellTable.ts';
import { useNotify } from './useNotify.tsx';

/** Cells that were looked at are told to the lab together, this long after the first. */
const tellAfterMs = 500;

/** Notes cells of a slide as seen by who works now. What is not told yet is told when the slide is left. */
export function useTellSeen(slideId: SlideId): (cellIds: readonly CellId[]) => void {
  const applyChanges = useApplyCellChanges();
  const notify = useNotify();
  const waiting = useRef(new Set<CellId>());
  const timer = useRef<number | undefined>(undefined);
  const tell = useCallback(() => {
    window.clearTimeout(timer.current);
    timer.current = undefined;
    const cellIds = [...waiting.current];
    waiting.current.clear();
    if (cellIds.length > 0) lab.markSeen({ slideId, cellIds }).then(applyChanges).catch(notify.error);
  }, [slideId, applyChanges, notify]);
  useEffect(() => tell, [tell]);
  return useCallback(
    (cellIds) => {
      for (const id of cellIds) waiting.current.add(id);
      timer.current ??= window.setTimeout(tell, tellAfterMs);
    },
    [tell],
  );
}
