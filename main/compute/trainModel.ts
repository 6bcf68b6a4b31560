import type { TrainingRequest, TrainingResult } from '../domain/trainingRequest.ts';
import { quantizeAfterTraining } from '../network/quantizeClassifier.ts';
import { trainClassifier } from '../network/trainClassifier.ts';
import { readImage } from '../slides/readImage.ts';
import type { JobContext } from './jobContext.ts';
import { refuseFullDisk } from './preflightTraining.ts';
import { trainingFailure } from './trainingFailure.ts';

/** Trains a classifier: the network gets its images through the same reader as a scan, and its scale through
 *  the same ruler. Its eight-bit copy is made at the end; where that fails the training has succeeded all the same.
 *  @throws LabError 'dataset-invalid' | 'training-failed' | 'scale-unknown' | 'cancelled'
 *  @throws LabError 'disk-full', also before it begins | 'file-missing' of an image that is gone; what was written stays
 *  whole, and the training can be resumed */
export async function trainModel(request: TrainingRequest, context: JobContext): Promise<TrainingResult> {
  await refuseFullDisk(request);
  try {
    return await train(request, context);
  } catch (error) {
    throw trainingFailure(error);
  }
}

async function train(request: TrainingRequest, context: JobContext): Promise<TrainingResult> {
  const { signal, models } = context;
  let lastShown = { done: 0, total: 0 };
  const onProgress: JobContext['onProgress'] = (progress) => {
    lastShown = { done: progress.done, total: progress.total };
    context.onProgress(progress);
  };
  const trained = await trainClassifier(request, {
    readImage,
    measureWindowRedCells: async (items) => {
      const { measureWindowRedCells } = await import('./measureWindowRedCells.ts');
      return measureWindowRedCells(items, { finder: await models.cellFinder(), signal });
    },
    onProgress,
    signal,
  });
  const int8 = await quantizeAfterTraining(
    trained.modelFolder,
    { calibration: request.train, heldOut: request.validation },
    // the bar stays full: this is a small part of a training
    { readImage, signal, onProgress: ({ detail }) => context.onProgress({ ...lastShown, detail }) },
  );
  return { ...trained, int8 };
}
