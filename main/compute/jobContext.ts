import type { LoadedModels } from './loadedModels.ts';
import type { ComputeProgress } from './messages.ts';

/** What a job is given beside its request. */
export interface JobContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ComputeProgress) => void;
  readonly models: LoadedModels;
}
