import { trainClassifier } from '../network/trainClassifier.ts';
import { readImage } from '../slides/readImage.ts';
import type { JobContext } from './jobContext.ts';
import type { TrainModelRequest, TrainModelResult } from './messages.ts';

/** Trains a classifier: the network gets its images through the same reader as a scan, and its scale through
 *  the same ruler.
 *  @throws LabError 'dataset-invalid' | 'training-failed' | 'scale-unknown' | 'cancelled' */
export async function trainModel(request: TrainModelRequest, context: JobContext): Promise<TrainModelResult> {
  const { signal, onProgress, models } = context;
  const { programVersion } = request;
  return trainClassifier(request, {
    readImage,
    measureWindowRedCells: async (items) => {
      const { measureWindowRedCells } = await import('./measureWindowRedCells.ts');
      return measureWindowRedCells(items, { finder: await models.cellFinder(), signal });
    },
    programVersion,
    onProgress,
    signal,
  });
}
