import { applyCalibration, fitCalibration } from '../domain/calibration.ts';
import { type CellClass, cellClasses } from '../domain/cellClass.ts';
import { computeFigures, type ScoredItem } from '../domain/computeFigures.ts';
import { type Familiarity, fitFamiliarity, measureDistance, quantileOf } from '../domain/familiarity.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { ModelCard } from '../domain/modelCard.ts';
import { createRandom, shuffled } from '../domain/randomNumbers.ts';
import { shiftClasses } from './classifierParameters.ts';
import { measureStrange } from './measureStrange.ts';
import {
  judgeOutput,
  type NetworkOutput,
  type Reading,
  type RunningClassifier,
} from './runningClassifier.ts';
import { type TrainedNetwork, withClassifier } from './scoreByParameters.ts';
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
  readonly familiarity: {
    readonly map: Familiarity;
    readonly limit: number;
    readonly protocol: string;
    /** what becomes of validation images that were made strange */
    readonly strangeSets: NonNullable<ModelCard['familiarity']>['sets'];
  };
}

/** Fits temperature and shifts of the classes on the validation part, knows the training cells by their features, and
 *  sets the limit beyond which a cell is strange where one in a hundred of the validation part is.
 *  @returns also the parameters with the shifts in them, and the validation part so read: it passes the network once */
export async function fitReading(
  trained: TrainedNetwork,
  parts: {
    readonly train: readonly LabelledImage[];
    readonly validation: readonly LabelledImage[];
    /** names the validation part */
    readonly protocol: string;
  },
  tools: Pick<TrainingTools, 'readImage' | 'signal'>,
) {
  return withClassifier({ ...trained, reading: undefined }, async (classifier) => {
    const held = await readOutputs(classifier, parts.validation, tools);
    const known = await readOutputs(
      classifier,
      shuffled(parts.train, createRandom(1)).slice(0, knownCount),
      tools,
    );
    const calibration = {
      protocol: parts.protocol,
      ...calibrate(scoreOutputs(held, uncalibrated), parts.validation),
    };
    const map = fitFamiliarity(
      known.map(({ features }) => features),
      known.map(({ cellClass }) => cellClasses.indexOf(cellClass)),
      cellClasses.length,
    );
    const distances = held.map(({ features }) => measureDistance(features, map));
    const limit = Number(quantileOf(distances, namedShare).toFixed(4));
    const protocol = `${parts.protocol}: ${(namedShare * 100).toFixed(0)} % of it are named`;
    const { temperature, classShifts } = calibration;
    const strangeSets = await measureStrange(classifier, parts.validation, {
      ...{ reading: { temperature, familiarity: { map, limit } }, ...tools },
    });
    const familiarity = { map, limit, protocol, strangeSets };
    const reading: FittedReading = { temperature, calibration, familiarity };
    const logitShifts = classShifts.map((shift) => shift * temperature);
    const shifted = held.map((output) => ({ ...output, logits: addTo(output.logits, logitShifts) }));
    return {
      reading,
      parameters: shiftClasses(trained.parameters, logitShifts),
      validation: scoreOutputs(shifted, reading),
    };
  });
}

function addTo(values: Float32Array, added: readonly number[]): Float32Array {
  return values.map((value, i) => value + (added[i] ?? 0));
}

const uncalibrated = { temperature: 1, familiarity: undefined } as const;

function calibrate(raw: readonly ScoredItem[], images: readonly LabelledImage[]) {
  const ofPicture = Map.groupBy(images, ({ path }) => path);
  const weights = images.map(({ path }) => 1 / (ofPicture.get(path)?.length ?? 1));
  const calibration = fitCalibration(raw.map((item, i) => ({ ...item, weight: weights[i] ?? 1 })));
  const after = raw.map((item) => ({
    ...item,
    probabilities: applyCalibration(item.probabilities, calibration),
  }));
  return {
    temperature: calibration.temperature,
    classShifts: [...calibration.shifts],
    count: raw.length,
    errorBefore: computeFigures(raw).expectedCalibrationError,
    errorAfter: computeFigures(after).expectedCalibrationError,
  };
}

interface LabelledOutput extends NetworkOutput {
  readonly cellClass: CellClass;
}

function scoreOutputs(
  outputs: readonly LabelledOutput[],
  reading: Pick<Reading, 'temperature' | 'familiarity'>,
): readonly ScoredItem[] {
  return outputs.map((output) => ({ cellClass: output.cellClass, ...judgeOutput(output, reading) }));
}

async function readOutputs(
  classifier: RunningClassifier,
  items: readonly LabelledImage[],
  tools: Pick<TrainingTools, 'readImage' | 'signal'>,
): Promise<readonly LabelledOutput[]> {
  const read: LabelledOutput[] = [];
  const { preprocessing } = classifier;
  for await (const batch of streamBatches(items, { preprocessing, batchSize: 32, ...tools })) {
    const outputs = await classifier.readOutputs(batch.images, batch.count);
    for (const [i, output] of outputs.entries()) {
      const cellClass = cellClasses[batch.labels[i] ?? -1];
      if (cellClass === undefined) throw new Error('A batch has more rows than labels');
      read.push({ cellClass, ...output });
    }
  }
  return read;
}
