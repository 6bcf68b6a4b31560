import { useCallback, useEffect, useRef } from 'react';
import type { CellId } from '../../../main/domain/ids.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { useApplyCellChanges } from '../../hooks/useCellTable.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { lab } from '../../lab.ts';

/** Cells that were looked at are told to the lab together, this long after the first. */
const tellAfterMs = 500;
/** A cell counts as looked at when it was in focus for so long: holding an arrow key down is not looking. */
const lookMs = 150;

export interface SeenCells {
  /** a cell is in focus now; undefined: none */
  readonly look: (cellId: number | undefined) => void;
  /** these were looked at */
  readonly mark: (cellIds: readonly number[]) => void;
}

/** Remembers which cells a person has looked at; what is not told yet is told when the page is left. */
export function useSeenCells(slideId: SlideId): SeenCells {
  const applyChanges = useApplyCellChanges();
  const notify = useNotify();
  const looked = useRef(new Set<number>());
  const tellTimer = useRef<number | undefined>(undefined);
  const lookTimer = useRef<number | undefined>(undefined);

  const tell = useCallback(async () => {
    window.clearTimeout(tellTimer.current);
    tellTimer.current = undefined;
    const cellIds = [...looked.current].map((id) => String(id) as CellId);
    looked.current.clear();
    if (cellIds.length === 0) return;
    try {
      applyChanges(await lab.markSeen({ slideId, cellIds }));
    } catch (error) {
      notify.error(error);
    }
  }, [slideId, applyChanges, notify]);

  const mark = useCallback(
    (cellIds: readonly number[]) => {
      for (const id of cellIds) looked.current.add(id);
      tellTimer.current ??= window.setTimeout(() => void tell(), tellAfterMs);
    },
    [tell],
  );
  const look = useCallback(
    (cellId: number | undefined) => {
      window.clearTimeout(lookTimer.current);
      if (cellId !== undefined) lookTimer.current = window.setTimeout(() => mark([cellId]), lookMs);
    },
    [mark],
  );
  useEffect(
    () => () => {
      window.clearTimeout(lookTimer.current);
      void tell();
    },
    [tell],
  );
  return { look, mark };
}
