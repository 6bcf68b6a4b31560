import type { LabelledImage } from '../domain/labelledImage.ts';
import { createRandom, shuffled } from '../domain/randomNumbers.ts';
import { medianOf } from '../domain/remainingTime.ts';
import type { TrainingPreflight } from '../domain/trainingPreflight.ts';
import type { TrainingRequest } from '../domain/trainingRequest.ts';
import { chooseCells, chooseEpoch } from './chooseCells.ts';
import { createParameters } from './classifierParameters.ts';
import { normaliseImages } from './preprocess.ts';
import { scoreByParameters } from './scoreByParameters.ts';
import { streamBatches } from './trainingBatches.ts';
import { computeTrainingBytes } from './trainingSizes.ts';
import { draftPreprocessing, networkOfRequest, readParent } from './trainingStart.ts';
import { createTrainingStep } from './trainingStep.ts';
import type { TrainingTools } from './trainingTools.ts';

/** Steps that are run, the first of which builds the network; and images that are scored. */
const stepCount = 6;
const scoredCount = 64;

type Measured = Pick<
  TrainingPreflight,
  'imagesPerEpoch' | 'stepsPerEpoch' | 'validationCount' | 'timedSteps' | 'stepMs' | 'scoringMs'
> & { readonly writtenBytes: number };

/** Runs the first steps of a training as it would run them, and scores some of its validation part; keeps nothing.
 *  @returns also the bytes that the training writes at its most
 *  @throws LabError 'model-unknown' | 'model-corrupt' of the model that it goes on from; 'cancelled'; as readImage */
export async function measureTraining(
  request: TrainingRequest,
  tools: Pick<TrainingTools, 'readImage' | 'signal'>,
): Promise<Measured> {
  const parent = request.startFrom === undefined ? undefined : await readParent(request.startFrom);
  const network = networkOfRequest(request, parent);
  const preprocessing = parent?.preprocessing ?? draftPreprocessing(request);
  const learned = request.learned ?? 'all';
  const step = createTrainingStep(network, {
    parameters: parent?.parameters ?? createParameters(network, request.seed),
    averages: undefined,
    optimizer: request.optimizer,
    optimizerState: undefined,
    classWeights: Array.from({ length: network.classCount }, () => 1),
    labelSmoothing: 0,
    learned,
  });
  try {
    const epochItems = chooseEpoch(request, 1);
    const items = enough(shuffled(epochItems, createRandom(request.seed)), stepCount * request.batchSize);
    const ends: number[] = [];
    const batching = { ...tools, preprocessing, batchSize: request.batchSize, augmentSeed: request.seed };
    for await (const batch of streamBatches(items, batching)) {
      // a rate so small that the steps are real and the weights stay finite
      step.run({ ...batch, inputs: normaliseImages(batch.images, preprocessing) }, 1e-6);
      ends.push(performance.now());
    }
    const scored = enough(request.validation, Math.min(scoredCount, request.validation.length));
    const trained = { network, parameters: step.readAverages(), preprocessing };
    // the first batch builds what scoring needs
    await scoreByParameters(trained, scored.slice(0, 1), tools);
    const scoringFrom = performance.now();
    await scoreByParameters(trained, scored, tools);
    const scoringMs = (performance.now() - scoringFrom) / Math.max(1, scored.length);
    return {
      imagesPerEpoch: epochItems.length,
      stepsPerEpoch: Math.ceil(epochItems.length / request.batchSize),
      validationCount: chooseCells(request.validation, request.cellsPerField, request.seed).length,
      timedSteps: ends.length - 1,
      stepMs: medianOf(gapsOf(ends)) ?? 0,
      scoringMs,
      writtenBytes: computeTrainingBytes(network, learned),
    };
  } finally {
    step.dispose();
  }
}

/** So many items, from the start again where there are fewer: whole batches, as most of an epoch's are. */
function enough(items: readonly LabelledImage[], count: number): readonly LabelledImage[] {
  if (items.length === 0) return [];
  const times = Math.ceil(count / items.length);
  return Array.from({ length: times }, () => items)
    .flat()
    .slice(0, count);
}

function gapsOf(ends: readonly number[]): readonly number[] {
  return ends.slice(1).map((end, i) => end - (ends[i] ?? end));
}
