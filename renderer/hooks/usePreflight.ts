import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { TrainingPreflight } from '../../main/domain/trainingPreflight.ts';
import type { ArgumentsOf } from '../../preload/contract/defineCall.ts';
import type { modelCalls } from '../../preload/contract/modelCalls.ts';
import { lab } from '../lab.ts';

/** What a training would take: measured when this is first shown, and anew each time. */
export function usePreflight(
  order: ArgumentsOf<(typeof modelCalls)['preflightTraining']>,
): UseQueryResult<TrainingPreflight> {
  return useQuery({
    queryKey: ['preflight', order],
    queryFn: () => lab.preflightTraining(order),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
