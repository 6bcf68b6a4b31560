import type { LabelledImage } from '../domain/labelledImage.ts';
import type { TrainingEpoch } from '../domain/trainingRun.ts';
import type { ReadImage } from './trainingBatches.ts';

export interface TrainingProgress {
  readonly done: number;
  readonly total: number;
  readonly detail: string;
  /** the epoch that has just ended */
  readonly epoch?: TrainingEpoch | undefined;
}

/** What a training is given beside its request. */
export interface TrainingTools {
  readonly readImage: ReadImage;
  /** Width of the training fields in red cells, by the program's own ruler; called once, at the end.
   *  @throws LabError when no red cell can be measured */
  readonly measureWindowRedCells: (items: readonly LabelledImage[]) => Promise<number>;
  readonly onProgress: (progress: TrainingProgress) => void;
  readonly signal: AbortSignal;
}
