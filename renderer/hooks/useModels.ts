import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ModelActivation, ModelSummary } from '../../main/domain/trainingRun.ts';
import { lab } from '../lab.ts';

/* Keys begin with 'models': the frame has them read again when models change. */

/** Classifiers installed at this station. */
export function useModels(): UseQueryResult<readonly ModelSummary[]> {
  return useQuery({ queryKey: ['models', 'list'], queryFn: () => lab.listModels({}) });
}

/** Changes of the active model, newest last. */
export function useActivations(): UseQueryResult<readonly ModelActivation[]> {
  return useQuery({ queryKey: ['models', 'activations'], queryFn: () => lab.listActivations({}) });
}
