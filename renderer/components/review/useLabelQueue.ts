import { useCallback, useMemo, useRef, useState } from 'react';
import type { Verdict } from '../../../main/domain/cellClass.ts';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import type { CellId } from '../../../main/domain/ids.ts';
import type { LabelResult } from '../../../preload/contract/cellCalls.ts';
import { useLabelling } from '../../hooks/useLabelling.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { overlayVerdicts, type PendingLabel } from './overlayVerdicts.ts';

export interface LabelQueue {
  /** the cells with what was said and is still on its way to the disk */
  readonly table: CellTable;
  readonly pendingCount: number;
  /** shows at once; undefined withdraws */
  readonly label: (cellIds: readonly number[], verdict: Verdict | undefined) => void;
  /** resolves with what became of it; undefined when it was refused, and the person has been told */
  readonly undo: () => Promise<LabelResult | undefined>;
  readonly redo: () => Promise<LabelResult | undefined>;
}

/** Labels at the speed of keys: each shows before it is on disk, the calls go out one after the other in their order.
 *  One that is refused is taken out of what is shown, and the person is told why. */
export function useLabelQueue(stored: CellTable): LabelQueue {
  const labelling = useLabelling(stored.slideId);
  const notify = useNotify();
  const [pending, setPending] = useState<readonly PendingLabel[]>([]);
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const nextNumber = useRef(0);
  const tell = useRef(notify.error);
  tell.current = notify.error;

  const enqueue = useCallback(<Result>(call: () => Promise<Result>): Promise<Result | undefined> => {
    const done = last.current.then(call).catch((error: unknown) => {
      tell.current(error);
      return undefined;
    });
    last.current = done;
    return done;
  }, []);
  const label = useCallback(
    (cellIds: readonly number[], verdict: Verdict | undefined) => {
      if (cellIds.length === 0) return;
      const number = nextNumber.current;
      nextNumber.current += 1;
      setPending((before) => [...before, { number, cellIds, verdict }]);
      void enqueue(() =>
        labelling.labelCells({
          cellIds: cellIds.map((id) => String(id) as CellId),
          verdict: verdict ?? null,
        }),
      ).finally(() => setPending((before) => before.filter((one) => one.number !== number)));
    },
    [enqueue, labelling],
  );
  const table = useMemo(() => overlayVerdicts(stored, pending), [stored, pending]);
  return useMemo(
    () => ({
      table,
      pendingCount: pending.length,
      label,
      undo: () => enqueue(() => labelling.undo({})),
      redo: () => enqueue(() => labelling.redo({})),
    }),
    [table, pending.length, label, enqueue, labelling],
  );
}
