import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { LabelledCellsSummary, TrainingRun } from '../../main/domain/trainingRun.ts';
import { lab } from '../lab.ts';
import { useLabEvent } from './useLabEvent.ts';

const runsKey = ['training-runs'] as const;
const labelsKey = ['labelled-cells'] as const;
/** Labels come in bursts: they are counted again when a burst is over. */
const countAfterMs = 500;

/** Trainings of the station, newest first, live. */
export function useTrainingRuns(): UseQueryResult<readonly TrainingRun[]> {
  const queries = useQueryClient();
  useLabEvent('training-changed', ({ run }) => {
    queries.setQueryData<readonly TrainingRun[]>(runsKey, (before) => before && mergeRun(before, run));
  });
  return useQuery({ queryKey: runsKey, queryFn: () => lab.listTrainingRuns({}) });
}

/** Puts a run that a call has answered where events put it. */
export function useMergeRun(): (run: TrainingRun) => void {
  const queries = useQueryClient();
  return (run) =>
    queries.setQueryData<readonly TrainingRun[]>(runsKey, (before) => mergeRun(before ?? [], run));
}

/** The run in its place, a new one first. */
export function mergeRun(before: readonly TrainingRun[], run: TrainingRun): readonly TrainingRun[] {
  return before.some(({ id }) => id === run.id)
    ? before.map((one) => (one.id === run.id ? run : one))
    : [run, ...before];
}

/** What a training would learn from now. */
export function useLabelledCells(): UseQueryResult<LabelledCellsSummary> {
  const queries = useQueryClient();
  const timer = useRef<number | undefined>(undefined);
  useLabEvent('cells-changed', () => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(
      () => void queries.invalidateQueries({ queryKey: labelsKey }),
      countAfterMs,
    );
  });
  return useQuery({ queryKey: labelsKey, queryFn: () => lab.describeLabels({}) });
}
