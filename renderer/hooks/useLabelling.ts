import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { LabelHistory } from '../../main/domain/labelAction.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import type { LabelResult } from '../../preload/contract/cellCalls.ts';
import type { ArgumentsOf } from '../../preload/contract/defineCall.ts';
import type { LabApi, labCalls } from '../../preload/contract.ts';
import { lab } from '../lab.ts';
import { useApplyCellChanges } from './useCellTable.ts';
import { useLabEvent } from './useLabEvent.ts';

/** Calls that change the cells of a slide. */
type LabellingCall =
  | 'labelCells'
  | 'drawCell'
  | 'reshapeCell'
  | 'deleteCells'
  | 'mergeCells'
  | 'splitCell'
  | 'importLabels'
  | 'undo'
  | 'redo';

/** Changes the cells of one slide; each is on disk when its promise resolves, and rejects with LabError. */
export type Labelling = {
  readonly [Call in LabellingCall]: (
    args: Omit<ArgumentsOf<(typeof labCalls)[Call]>, 'slideId'>,
  ) => ReturnType<LabApi[Call]>;
};

const calls = [
  'labelCells',
  'drawCell',
  'reshapeCell',
  'deleteCells',
  'mergeCells',
  'splitCell',
  'importLabels',
  'undo',
  'redo',
] as const satisfies readonly LabellingCall[];

function historyKey(slideId: SlideId) {
  return ['label-history', slideId] as const;
}

/** The same commands for viewer and gallery. What they change shows at once wherever the slide's cells are shown. */
export function useLabelling(slideId: SlideId): Labelling {
  const queries = useQueryClient();
  const applyChanges = useApplyCellChanges();
  return useMemo(() => {
    const run = async (call: LabellingCall, args: object): Promise<LabelResult> => {
      const change = lab[call] as unknown as (args: object) => Promise<LabelResult>;
      const result = await change({ ...args, slideId });
      applyChanges(result.changes);
      queries.setQueryData(historyKey(slideId), result.history);
      return result;
    };
    return Object.fromEntries(calls.map((call) => [call, (args: object) => run(call, args)])) as Labelling;
  }, [slideId, queries, applyChanges]);
}

/** What undo and redo would do now; undefined while it is read. */
export function useLabelHistory(slideId: SlideId, isScanned = true): LabelHistory | undefined {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: historyKey(slideId),
    queryFn: () => lab.readLabelHistory({ slideId }),
    enabled: isScanned,
    staleTime: Number.POSITIVE_INFINITY,
  });
  useLabEvent('cells-changed', ({ changes, history }) => {
    if (changes.slideId === slideId) queries.setQueryData(historyKey(slideId), history);
  });
  useLabEvent('cells-outdated', ({ cells }) => {
    if (cells.some((one) => one.slideId === slideId))
      void queries.invalidateQueries({ queryKey: historyKey(slideId) });
  });
  return data;
}
