import { join } from 'node:path';
import { cellClasses } from '../domain/cellClass.ts';
import type { ScoredItem } from '../domain/computeFigures.ts';
import { computeFigures } from '../domain/computeFigures.ts';
import { LabError } from '../domain/labError.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { Preprocessing } from '../domain/modelCard.ts';
import { scaleBarCorner } from '../domain/scaleBarCorner.ts';
import { isOfCells, type TrainingRequest, type TrainingResult } from '../domain/trainingRequest.ts';
import { describeClassifierNetwork } from './architecture.ts';
import { chooseCells, chooseEpoch } from './chooseCells.ts';
import { readModelFiles } from './classifier.ts';
import { createParameters } from './classifierParameters.ts';
import { isFamiliarityTensor } from './familiarityTensors.ts';
import { finishModel } from './finishModel.ts';
import { measureColours } from './measureColours.ts';
import { scoreByParameters } from './scoreByParameters.ts';
import { streamBatches } from './trainingBatches.ts';
import { type EpochRecord, readCheckpoint, writeCheckpoint } from './trainingCheckpoint.ts';
import { computeLearningRate } from './trainingSchedule.ts';
import { createTrainingStep, type TrainingStep } from './trainingStep.ts';
import type { TrainingTools } from './trainingTools.ts';

/** Edge of the window round a cell unless the request tells another: the cell and its nearest neighbours. */
const cellWindowRedCells = 7;

/** Share of each label that is spread over all classes. */
const labelSmoothing = 0.05;

/** Trains the classifier and writes a model folder. Each epoch ends with a checkpoint; the epoch with the
 *  best macro F1 on validation (on a tie the lower loss) becomes the model; the test set is read once, at
 *  the end.
 *  @throws LabError 'cancelled' with the checkpoint kept; 'dataset-invalid'; 'training-failed' when the loss
 *  is no number any more */
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
  const startedAt = performance.now();
  const parent = request.startFrom === undefined ? undefined : await readParent(request.startFrom);
  const network = describeClassifierNetwork({
    inputPx: parent?.preprocessing.inputPx ?? request.inputPx,
    widthMultiplier: parent?.widthMultiplier ?? request.widthMultiplier,
    batchNormalisation: true,
    classCount: cellClasses.length,
    dropout: 0.3,
  });
  const checkpointFolder = join(request.outputFolder, 'checkpoint');
  const saved = request.resume ? await readCheckpoint(checkpointFolder) : undefined;
  const preprocessing =
    saved?.preprocessing ?? parent?.preprocessing ?? (await choosePreprocessing(request, tools));
  const step = createTrainingStep(network, {
    parameters: saved?.parameters ?? parent?.parameters ?? createParameters(network, request.seed),
    averages: saved?.averages,
    optimizer: request.optimizer,
    optimizerState: saved?.optimizerState,
    classWeights: computeClassWeights(chooseEpoch(request, 1)),
    labelSmoothing,
  });
  let best = saved?.best;
  let history: readonly EpochRecord[] = saved?.history ?? [];
  const earlierMs = saved?.durationMs ?? 0;
  const elapsedMs = () => earlierMs + performance.now() - startedAt;
  try {
    for (let epoch = history.length + 1; epoch <= request.epochs; epoch += 1) {
      const trained = await runEpoch(step, epoch, { request, preprocessing, tools, last: history.at(-1) });
      const averages = step.readAverages();
      const scored = await scoreByParameters(
        { network, parameters: averages, preprocessing },
        chooseCells(request.validation, request.cellsPerField, request.seed),
        tools,
      );
      const figures = computeFigures(scored);
      const validationLoss = meanLoss(scored);
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
        history,
        durationMs: elapsedMs(),
      });
      tools.onProgress(progressOf(record, request.epochs, trained.stepsPerEpoch));
    }
  } finally {
    step.dispose();
  }
  if (best === undefined) throw new LabError('argument-invalid', 'Training needs at least one epoch.');
  return finishModel({ request, tools, network, preprocessing, best, history, durationMs: elapsedMs() });
}

async function choosePreprocessing(request: TrainingRequest, tools: TrainingTools): Promise<Preprocessing> {
  const draft: Preprocessing = {
    inputPx: request.inputPx,
    windowRedCells: isOfCells(request) ? (request.windowRedCells ?? cellWindowRedCells) : 1,
    scaleBarCorner,
    mean: [0, 0, 0],
    standardDeviation: [1, 1, 1],
  };
  return { ...draft, ...(await measureColours(request.train, draft, { ...tools, seed: request.seed })) };
}

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
    const { loss, rightCount } = step.run(batch, computeLearningRate(stepNumber, schedule));
    if (!Number.isFinite(loss)) {
      throw new LabError(
        'training-failed',
        `The loss is no number any more in epoch ${epoch}. Try a lower --learning-rate.`,
      );
    }
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
function progressOf(
  record: EpochRecord,
  epochs: number,
  stepsPerEpoch: number,
): Parameters<TrainingTools['onProgress']>[0] {
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

/** What a training goes on from.
 *  @throws LabError 'model-unknown' | 'model-corrupt' */
async function readParent(folder: string) {
  const { card, tensors } = await readModelFiles(folder);
  return {
    preprocessing: card.preprocessing,
    widthMultiplier: card.architecture.widthMultiplier,
    parameters: new Map([...tensors].filter(([name]) => !isFamiliarityTensor(name))),
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
      `The training part has no image of class ${cellClass}. Every class needs some.`,
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
