import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DetectionFigures } from '../detection/matchBoxes.ts';
import { createCellFinder } from '../network/detector.ts';
import type { DetectorCard } from '../network/detectorCard.ts';
import type { ChosenWeights } from '../network/detectorCheckpoint.ts';
import { detectorConvolutions, detectorRedCellPx } from '../network/detectorSpec.ts';
import { saveWeights, writeWhole } from '../network/weights.ts';
import type {
  detectorTrainingDefaults,
  TrainDetectorRequest,
  TrainDetectorResult,
} from './detectorRequest.ts';
import { chooseThreshold, computeFiguresAt, findInFields, isHeldOut } from './evaluateDetector.ts';
import { listLabelledFields } from './loadLabelledFields.ts';
import { readYoloFolder, type YoloLabels } from './readYoloFolder.ts';

type Settings = { readonly [Key in keyof typeof detectorTrainingDefaults]: number };

/** What a finished training hands over to be written. */
export interface FinishedDetector {
  readonly request: TrainDetectorRequest;
  readonly settings: Settings;
  readonly best: ChosenWeights;
  readonly counts: { readonly train: number; readonly heldOut: number };
  /** of the whole training part */
  readonly labels: readonly YoloLabels[];
  readonly durationMs: number;
  readonly signal: AbortSignal;
}

/** Chooses the threshold on the held-out fields at their full size, reads the val part once, writes weights.bin, model.json and
 *  card.json. */
export async function writeDetector(finished: FinishedDetector): Promise<Omit<TrainDetectorResult, 'int8'>> {
  const { request, best, labels, signal } = finished;
  const testLabels = await readYoloFolder(request.datasetFolder, 'val');
  const test = await listLabelledFields(testLabels, signal, Number.POSITIVE_INFINITY);
  const held = await listLabelledFields(labels.filter(isHeldOut), signal, Number.POSITIVE_INFINITY);
  const finder = createCellFinder(best.weights, 0);
  const found = {
    held: await findInFields(held, finder, signal),
    test: await findInFields(test, finder, signal),
  };
  finder.dispose();
  const { threshold, figures } = chooseThreshold(found.held);
  const testFigures = computeFiguresAt(found.test, threshold);
  const network = { convolutions: detectorConvolutions, redCellPx: detectorRedCellPx };
  const weights = await saveWeights(request.outputFolder, best.weights, network);
  const card = composeCard(finished, {
    threshold,
    weights,
    evaluations: [
      {
        figures,
        fieldCount: held.length,
        part: 'train, held out',
        protocol: 'step and threshold chosen here',
      },
      {
        figures: testFigures,
        fieldCount: test.length,
        part: 'val',
        protocol: 'neither step nor threshold was chosen here',
      },
    ],
  });
  await writeWhole(join(request.outputFolder, 'card.json'), `${JSON.stringify(card, undefined, 2)}\n`);
  return {
    modelFolder: request.outputFolder,
    chosenStep: best.step,
    scoreThreshold: threshold,
    heldOutFigures: figures,
    testFigures,
  };
}

function composeCard(
  finished: FinishedDetector,
  outcome: {
    readonly threshold: number;
    readonly weights: { readonly sha256: string; readonly sizeBytes: number };
    readonly evaluations: readonly {
      readonly figures: DetectionFigures;
      readonly fieldCount: number;
      readonly part: string;
      readonly protocol: string;
    }[];
  },
): DetectorCard {
  const { request, settings, best, counts } = finished;
  return {
    schemaVersion: 1,
    name: request.name,
    version: request.version,
    task: 'find-cells',
    createdAt: new Date().toISOString(),
    programVersion: request.programVersion,
    architecture: {
      name: 'U-shaped centre detector, see main/network/detectorSpec.ts',
      parameterCount: best.weights.reduce((sum, one) => sum + one.values.length, 0),
    },
    redCellPx: detectorRedCellPx,
    scoreThreshold: outcome.threshold,
    weights: { file: 'weights.bin', ...outcome.weights },
    training: {
      optimizer: 'adam',
      learningRate: settings.learningRate,
      steps: settings.steps,
      chosenStep: best.step,
      batchSize: settings.batchSize,
      samplePx: settings.samplePx,
      seed: settings.seed,
      trainCount: counts.train,
      heldOutCount: counts.heldOut,
      durationMs: finished.durationMs,
    },
    dataset: {
      ...request.dataset,
      sha256: createHash('sha256')
        .update(JSON.stringify(finished.labels.map(({ whiteCells, redCells }) => [whiteCells, redCells])))
        .digest('hex'),
      split:
        'images/train, of twenty fields in order of name three held out; images/val for the test only' +
        (request.teacher === undefined
          ? ''
          : `; besides ${request.teacher.fieldPaths.length} fields labelled by an earlier detector`),
    },
    evaluations: outcome.evaluations.map(({ figures, fieldCount, part, protocol }) => ({
      dataset: `${request.dataset.name}, ${part}`,
      protocol: `${protocol}; IoU 0.5, magnification measured by the detector itself`,
      fieldCount,
      ...figures,
    })),
    intendedUse: 'Finding white cells in stained blood or marrow smear fields. Research use only.',
    limitations: [
      'Smudge cells and clumps of platelets are sometimes taken for white cells.',
      'Without three red cells in view the scale rests on the usual size of white cells.',
    ],
  };
}
