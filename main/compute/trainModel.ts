import type { TrainingRequest, TrainingResult } from '../domain/trainingRequest.ts';
import { trainClassifier } from '../network/trainClassifier.ts';
import { readImage } from '../slides/readImage.ts';
import type { JobContext } from './jobContext.ts';

/** Trains a classifier: the network gets its images through the same reader as a scan, and its scale through
 *  the same ruler.
 *  @throws LabError 'dataset-invalid' | 'training-failed' | 'scale-unknown' | 'cancelled' */
export async function trainModel(request: TrainingRequest, context: JobContext): Promise<TrainingResult> {
  const { signal, onProgress, models } = context;
  return trainClassifier(request, {
    readImage,
    measureWindowRedCells: async (items) => {
      const { measureWindowRedCells } = await import('./measureWindowRedCells.ts');
      return measureWindowRedCells(items, { finder: await models.cellFinder(), signal });
    },
    onProgress,
    signal,
  });
}
