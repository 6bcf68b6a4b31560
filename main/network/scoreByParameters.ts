import type { ScoredItem } from '../domain/computeFigures.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { Preprocessing } from '../domain/modelCard.ts';
import type { ClassifierNetwork } from './architecture.ts';
import { createClassifier } from './classifier.ts';
import { foldBatchNormalisation, type Parameters } from './classifierParameters.ts';
import type { Reading, RunningClassifier } from './runningClassifier.ts';
import { scoreImages } from './scoreImages.ts';
import type { TrainingTools } from './trainingTools.ts';

/** A network in training form. */
export interface TrainedNetwork {
  readonly network: ClassifierNetwork;
  readonly parameters: Parameters;
  readonly preprocessing: Preprocessing;
  /** how the finished model reads the output; as it is, unless told */
  readonly reading?: Pick<Reading, 'temperature' | 'familiarity'> | undefined;
}

/** Classes of labelled fields or cells, as the finished model would give them. */
export function scoreByParameters(
  trained: TrainedNetwork,
  items: readonly LabelledImage[],
  tools: Pick<TrainingTools, 'readImage' | 'signal'>,
): Promise<readonly ScoredItem[]> {
  return withClassifier(trained, (classifier) => scoreImages(classifier, items, tools));
}

/** Folds the batch normalisation, runs the work and gives the memory back. */
export async function withClassifier<Result>(
  { network, parameters, preprocessing, reading }: TrainedNetwork,
  work: (classifier: RunningClassifier) => Promise<Result>,
): Promise<Result> {
  const folded = foldBatchNormalisation(network, parameters);
  const { temperature = 1, familiarity } = reading ?? {};
  const classifier = createClassifier(network, folded, { preprocessing, temperature, familiarity });
  try {
    return await work(classifier);
  } finally {
    classifier.dispose();
  }
}
