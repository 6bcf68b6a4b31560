import { join } from 'node:path';
import { cellClasses } from '../domain/cellClass.ts';
import type { ScoredItem } from '../domain/computeFigures.ts';
import { computeFigures } from '../domain/computeFigures.ts';
import type { EpochRecord } from '../domain/epochRecord.ts';
import { LabError } from '../domain/labError.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { Preprocessing } from '../domain/modelCard.ts';
import {
  isOfCells,
  type StoppedTraining,
  type TrainingRequest,
  type TrainingResult,
} from '../domain/trainingRequest.ts';
import { chooseCells, chooseEpoch } from './chooseCells.ts';
import { createParameters } from './classifierParameters.ts';
import { finishModel } from './finishModel.ts';
import { measureColours } from './measureColours.ts';
import { normaliseImages } from './preprocess.ts';
import { scoreByParameters } from './scoreByParameters.ts';
import { streamBatches } from './trainingBatches.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './trainingCheckpoint.ts';
import { computeLearningRate } from './trainingSchedule.ts';
import { draftPreprocessing, networkOfRequest, readParent } from './trainingStart.ts';
import { createTrainingStep, type TrainingStep } from './trainingStep.ts';
import type { TrainingProgress, TrainingTools } from './trainingTools.ts';

/** Share of each label that is spread over all classes. */
const labelSmoothing = 0.05;

/** Trains the classifier and writes a model folder. Each epoch ends with a checkpoint; the epoch with the
 *  best macro F1 on validation (on a tie the lower loss) becomes the model; the test set is read once, at
 *  the end. When the loss is no number any more, the best epoch until then becomes the model.
 *  @throws LabError 'cancelled' with the checkpoint kept; 'dataset-invalid'; 'training-failed' when the loss
 *  is no number in the first epoch already, or the checkpoint is of another training */
export async function trainClassifier(
  request: TrainingRequest,
  tools: TrainingTools,
): Promise<TrainingResult> {
  if (request.train.length === 0 || request.validation.length === 0) {
    throw new LabError(
      'dataset-invalid',
      'Training needs images in both the training and the validation part.',
    );
  }
  refuseNothingToKeep(request);
  const startedAt = performance.now();
  const parent = request.startFrom === undefined ? undefined : await readParent(request.startFrom);
  const network = networkOfRequest(request, parent);
  const checkpointFolder = join(request.outputFolder, 'checkpoint');
  const saved = request.resume ? await readCheckpoint(checkpointFolder) : undefined;
  const learned = request.learned ?? 'all';
  const origin = parent?.identity.sha256 ?? 'scratch';
  if (saved !== undefined) refuseOtherTraining(saved, { learned, origin });
  const preprocessing =
    saved?.preprocessing ?? parent?.preprocessing ?? (await choosePreprocessing(request, tools));
  const step = createTrainingStep(network, {
    parameters: saved?.parameters ?? parent?.parameters ?? createParameters(network, request.seed),
    averages: saved?.averages,
    optimizer: request.optimizer,
    optimizerState: saved?.optimizerState,
    classWeights: computeClassWeights(chooseEpoch(request, 1)),
    labelSmoothing,
    learned,
  });
  let best = saved?.best;
  let stopped: StoppedTraining | undefined;
  let history: readonly EpochRecord[] = saved?.history ?? [];
  const earlierMs = saved?.durationMs ?? 0;
  const elapsedMs = () => earlierMs + performance.now() - startedAt;
  try {
    for (let epoch = history.length + 1; epoch <= request.epochs; epoch += 1) {
      const trained = await runEpoch(step, epoch, { request, preprocessing, tools, last: history.at(-1) });
      if (!Number.isFinite(trained.loss)) {
        stopped = stopAt(epoch, best?.record);
        break;
      }
      const averages = step.readAverages();
      const scored = await scoreByParameters(
        { network, parameters: averages, preprocessing },
        chooseCells(request.validation, request.cellsPerField, request.seed),
        tools,
      );
      const validationLoss = meanLoss(scored);
      // the last update of the epoch may have broken what its loss had not shown yet
      if (!Number.isFinite(validationLoss)) {
        stopped = stopAt(epoch, best?.record);
        break;
      }
      const figures = computeFigures(scored);
      const record = {
        epoch,
        trainLoss: trained.loss,
        trainAccuracy: trained.accuracy,
        validationLoss,
        accuracy: figures.accuracy,
        macroF1: figures.macroF1,
      };
      history = [...history, record];
      if (best === undefined || isBetter(record, best.record)) best = { record, parameters: averages };
      await writeCheckpoint(checkpointFolder, {
        network,
        preprocessing,
        parameters: step.readParameters(),
        averages,
        best,
        optimizerState: step.saveOptimizer(),
        ...{ learned, origin },
        history,
        durationMs: elapsedMs(),
      });
      tools.onProgress(progressOf(record, request.epochs, trained.stepsPerEpoch));
    }
  } finally {
    step.dispose();
  }
  if (best === undefined) throw new LabError('argument-invalid', 'Training needs at least one epoch.');
  const durationMs = elapsedMs();
  return finishModel({
    ...{ request, tools, network, preprocessing, best, history, durationMs },
    ...{ parent: parent?.identity, stopped },
  });
}

function refuseNothingToKeep({ startFrom, learned }: TrainingRequest): void {
  if (startFrom !== undefined || learned === undefined || learned === 'all') return;
  throw new LabError(
    'argument-invalid',
    `A training from scratch has nothing to keep: it cannot learn "${learned}" alone. Name the model that it goes on from.`,
  );
}

type CheckpointOrigin = Pick<Checkpoint, 'learned' | 'origin'>;

/** A checkpoint holds the weights of its parent, and the moments of what learned: another training cannot go on from it. */
function refuseOtherTraining(saved: CheckpointOrigin, asked: CheckpointOrigin): void {
  const what =
    saved.learned !== asked.learned
      ? `learned "${saved.learned}", not "${asked.learned}"`
      : saved.origin !== undefined && saved.origin !== asked.origin
        ? `went on from ${saved.origin === 'scratch' ? 'no model' : 'another model'}`
        : undefined;
  if (what === undefined) return;
  throw new LabError(
    'training-failed',
    `The checkpoint is of a training that ${what}. Resume it as it was begun, or train into another folder.`,
  );
}

/** @throws LabError 'training-failed' when no epoch ended before */
function stopAt(epoch: number, best: EpochRecord | undefined): StoppedTraining {
  if (best !== undefined) return { epoch, reason: 'loss-not-a-number' };
  throw new LabError(
    'training-failed',
    `The loss is no number any more in epoch ${epoch}, and no epoch ended before. Try a lower learning rate.`,
  );
}

async function choosePreprocessing(request: TrainingRequest, tools: TrainingTools): Promise<Preprocessing> {
  const draft = draftPreprocessing(request);
  // cells of other sources are shown as wide as the fields are; of fields alone it is measured at the end
  const windowRedCells =
    isOfCells(request) || request.besides === undefined
      ? draft.windowRedCells
      : await tools.measureWindowRedCells(request.train);
  const colours = await measureColours(request.train, draft, { ...tools, seed: request.seed });
  return { ...draft, windowRedCells, ...colours };
}

/** @returns a loss that is no number as soon as it is none: the epoch has not ended then */
async function runEpoch(
  step: TrainingStep,
  epoch: number,
  given: {
    readonly request: TrainingRequest;
    readonly preprocessing: Preprocessing;
    readonly tools: TrainingTools;
    readonly last: EpochRecord | undefined;
  },
): Promise<{ readonly loss: number; readonly accuracy: number; readonly stepsPerEpoch: number }> {
  const { request, preprocessing, tools, last } = given;
  const validation =
    last === undefined
      ? ''
      : `; validation after epoch ${last.epoch}: accuracy ${last.accuracy.toFixed(3)}, loss ${last.validationLoss.toFixed(3)}`;
  const items = chooseEpoch(request, epoch);
  const stepsPerEpoch = Math.ceil(items.length / request.batchSize);
  const schedule = {
    stepCount: stepsPerEpoch * request.epochs,
    warmUpSteps: stepsPerEpoch,
    peak: request.learningRate,
  };
  const augmentSeed = request.seed * 1000 + epoch;
  let lossSum = 0;
  let rightSum = 0;
  let index = 0;
  for await (const batch of streamBatches(items, {
    ...tools,
    preprocessing,
    batchSize: request.batchSize,
    augmentSeed,
  })) {
    if (tools.signal.aborted) {
      throw new LabError(
        'cancelled',
        `Training was stopped in epoch ${epoch}. Run it again with --resume to go on.`,
      );
    }
    const stepNumber = (epoch - 1) * stepsPerEpoch + index;
    const inputs = normaliseImages(batch.images, preprocessing);
    const { loss, rightCount } = step.run({ ...batch, inputs }, computeLearningRate(stepNumber, schedule));
    if (!Number.isFinite(loss)) return { loss, accuracy: 0, stepsPerEpoch };
    lossSum += loss * batch.count;
    rightSum += rightCount;
    index += 1;
    const detail = `epoch ${epoch}/${request.epochs} batch ${index}/${stepsPerEpoch} loss ${loss.toFixed(3)}${validation}`;
    tools.onProgress({ done: stepNumber + 1, total: schedule.stepCount, detail });
    // a turn of the event loop, so that a cancel message is heard between two steps
    await new Promise((resume) => setImmediate(resume));
  }
  return { loss: lossSum / items.length, accuracy: rightSum / items.length, stepsPerEpoch };
}

/** An epoch that has ended, with its checkpoint. */
function progressOf(record: EpochRecord, epochs: number, stepsPerEpoch: number): TrainingProgress {
  const { epoch, trainLoss, trainAccuracy, validationLoss, accuracy, macroF1 } = record;
  return {
    done: epoch * stepsPerEpoch,
    total: epochs * stepsPerEpoch,
    detail: `epoch ${epoch}/${epochs} ended; validation accuracy ${accuracy.toFixed(3)}, loss ${validationLoss.toFixed(3)}`,
    epoch: {
      ...{ epoch, trainLoss, trainAccuracy, validationLoss },
      validationAccuracy: accuracy,
      validationMacroF1: macroF1,
    },
  };
}

function isBetter(candidate: EpochRecord, best: EpochRecord): boolean {
  if (candidate.macroF1 !== best.macroF1) return candidate.macroF1 > best.macroF1;
  return candidate.validationLoss < best.validationLoss;
}

/** Weight of each class in the loss: inverse root of its frequency, so that rare benign fields count more, but not so
 *  much that common ones are called benign. Mean over the images about 1. */
function computeClassWeights(items: readonly LabelledImage[]): readonly number[] {
  return cellClasses.map((cellClass) => {
    const count = items.filter((item) => item.cellClass === cellClass).length;
    if (count > 0) return Math.sqrt(items.length / (cellClasses.length * count));
    throw new LabError(
      'dataset-invalid',
      `The training part has no image of class ${cellClass}: it needs at least one, and validation and test one each.`,
    );
  });
}

function meanLoss(scored: readonly ScoredItem[]): number {
  const sum = scored.reduce(
    (total, { cellClass, probabilities }) => total - Math.log(Math.max(1e-7, probabilities[cellClass])),
    0,
  );
  return sum / Math.max(1, scored.length);
}
