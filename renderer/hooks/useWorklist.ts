import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { SlideId } from '../../main/domain/slide.ts';
import type { ScanQueue, WorklistRow } from '../../main/domain/worklist.ts';
import { lab } from '../lab.ts';
import { useLabEvent } from './useLabEvent.ts';

const worklistKey = ['worklist'] as const;
/** Changes that come in a burst are read together. */
const readAfterMs = 80;

interface Worklist {
  readonly rows: readonly WorklistRow[];
  readonly queue: ScanQueue;
}

/** Every slide and the queue, as far as they are read; nothing is asked for anew. */
export function useWorklist(): UseQueryResult<Worklist> {
  return useQuery({
    queryKey: worklistKey,
    queryFn: () => lab.listWorklist({}),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
}

/** Keeps the worklist as the lab has it. Called once, by the frame of the window. */
export function useLiveWorklist(): void {
  const queries = useQueryClient();
  const changed = useRef(new Set<SlideId>());
  const timer = useRef<number | undefined>(undefined);

  const readChanged = async () => {
    timer.current = undefined;
    const slideIds = [...changed.current];
    changed.current.clear();
    if (queries.getQueryData<Worklist>(worklistKey) === undefined) return;
    const rows = await lab.readWorklistRows({ slideIds }).catch(() => undefined);
    if (rows === undefined) return;
    queries.setQueryData<Worklist>(worklistKey, (before) =>
      before === undefined ? before : { ...before, rows: mergeRows(before.rows, rows) },
    );
  };

  useLabEvent('worklist-changed', ({ slideIds }) => {
    for (const slideId of slideIds) changed.current.add(slideId);
    timer.current ??= window.setTimeout(() => void readChanged(), readAfterMs);
  });
  useLabEvent('queue-changed', ({ queue }) => {
    queries.setQueryData<Worklist>(worklistKey, (before) =>
      before === undefined ? before : { ...before, queue },
    );
  });
  useLabEvent('reports-changed', () => void queries.invalidateQueries({ queryKey: ['reports'] }));
  useLabEvent('models-changed', () => void queries.invalidateQueries({ queryKey: ['models'] }));
  useLabEvent('station-state', ({ state }) => {
    // what happened while it was away is not known
    if (state === 'running') void queries.invalidateQueries();
  });
}

/** Rows as they are now: changed ones in their places, new ones first. */
export function mergeRows(
  before: readonly WorklistRow[],
  changed: readonly WorklistRow[],
): readonly WorklistRow[] {
  const byId = new Map(changed.map((row) => [row.slideId, row]));
  const kept = before.map((row) => {
    const next = byId.get(row.slideId);
    byId.delete(row.slideId);
    return next ?? row;
  });
  return [...byId.values(), ...kept];
}
