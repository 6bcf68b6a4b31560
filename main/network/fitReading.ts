import { applyTemperature, fitTemperature } from '../domain/calibration.ts';
import { cellClasses } from '../domain/cellClass.ts';
import { computeFigures } from '../domain/computeFigures.ts';
import { type Familiarity, fitFamiliarity, measureDistance, quantileOf } from '../domain/familiarity.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { ModelCard } from '../domain/modelCard.ts';
import { createRandom, shuffled } from '../domain/randomNumbers.ts';
import type { RunningClassifier } from './runningClassifier.ts';
import { scoreByParameters, type TrainedNetwork, withClassifier } from './scoreByParameters.ts';
import { streamBatches } from './trainingBatches.ts';
import type { TrainingTools } from './trainingTools.ts';

/** Training items by which the measure of strange cells is made: a few hundred for each feature's variance. */
const knownCount = 3000;

/** Share of the validation part that the model still names. */
const namedShare = 0.99;

/** How the output of a trained network is to be read, and what that rests on. */
export interface FittedReading {
  readonly temperature: number;
  readonly calibration: NonNullable<ModelCard['calibration']>;
  readonly familiarity: { readonly map: Familiarity; readonly limit: number; readonly protocol: string };
}

/** Fits the temperature on the validation part, knows the training cells by their features, and sets the limit beyond
 *  which a cell is strange where one in a hundred of the validation part is. */
export async function fitReading(
  trained: TrainedNetwork,
  parts: {
    readonly train: readonly LabelledImage[];
    readonly validation: readonly LabelledImage[];
    /** names the validation part */
    readonly protocol: string;
  },
  tools: Pick<TrainingTools, 'readImage' | 'signal'>,
): Promise<FittedReading> {
  const raw = await scoreByParameters({ ...trained, reading: undefined }, parts.validation, tools);
  const temperature = fitTemperature(raw);
  const after = raw.map((item) => ({
    ...item,
    probabilities: applyTemperature(item.probabilities, temperature),
  }));
  const calibration = {
    temperature,
    protocol: parts.protocol,
    count: raw.length,
    errorBefore: computeFigures(raw).expectedCalibrationError,
    errorAfter: computeFigures(after).expectedCalibrationError,
  };
  return withClassifier(trained, async (classifier) => {
    const known = await readFeatures(
      classifier,
      shuffled(parts.train, createRandom(1)).slice(0, knownCount),
      tools,
    );
    const map = fitFamiliarity(known.rows, known.labels, cellClasses.length);
    const held = await readFeatures(classifier, parts.validation, tools);
    const distances = held.rows.map((row) => measureDistance(row, map));
    const limit = Number(quantileOf(distances, namedShare).toFixed(4));
    const protocol = `${parts.protocol}: ${(namedShare * 100).toFixed(0)} % of it are named`;
    return { temperature, calibration, familiarity: { map, limit, protocol } };
  });
}

async function readFeatures(
  classifier: RunningClassifier,
  items: readonly LabelledImage[],
  tools: Pick<TrainingTools, 'readImage' | 'signal'>,
) {
  const rows: Float32Array[] = [];
  const labels: number[] = [];
  const { preprocessing } = classifier;
  for await (const batch of streamBatches(items, { preprocessing, batchSize: 32, ...tools })) {
    rows.push(...(await classifier.readFeatures(batch.inputs, batch.count)));
    labels.push(...batch.labels);
  }
  return { rows, labels };
}
