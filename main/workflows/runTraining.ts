import { rm } from 'node:fs/promises';
import type { ComputeClient } from '../compute/computeClient.ts';
import type { ComputeProgress } from '../compute/messages.ts';
import type { Db } from '../database/open.ts';
import type { TrainingOrder } from '../database/trainingRuns.ts';
import { LabError } from '../domain/labError.ts';
import type { DatasetParts } from '../domain/labelledImage.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import { estimateRemainingMs } from '../domain/remainingTime.ts';
import type { ActiveModelFigures, TrainingRun } from '../domain/trainingRun.ts';
import { findStationModel, modelFolderOf, readActiveModel } from './activeModel.ts';
import { readModel } from './listModels.ts';
import { programVersion } from './programVersion.ts';
import { describeReviewedSplit, readReviewedSplit } from './readReviewedSplit.ts';
import { computeTestVectors, writeTestVectors } from './testVectorsFile.ts';

const batchSize = 32;
/** of a network from scratch: that of the program's own model */
const scratch = { inputPx: 112, widthMultiplier: 0.25 } as const;
const timedStepCount = 50;

interface TrainingTools {
  readonly db: Db;
  readonly compute: ComputeClient;
  readonly folders: { readonly models: string };
}

interface TrainingCourse {
  /** where its cells lie, also of a training that goes on; removed when it is done */
  readonly runFolder: string;
  readonly signal: AbortSignal;
  /** @param isSaved false for what only moves a bar */
  readonly change: (part: Partial<TrainingRun>, isSaved?: boolean) => void;
  /** as `change` was last told */
  readonly epochsSoFar: () => TrainingRun['epochs'];
}

/** One training from the reviewed cells to the model folder; goes on where it was stopped.
 *  @throws LabError 'dataset-invalid' | 'model-unknown' | 'cancelled'; as writeReviewedCells and the compute process */
export async function runTraining(
  { db, compute, folders }: TrainingTools,
  order: TrainingOrder,
  { runFolder, signal, change, epochsSoFar }: TrainingCourse,
): Promise<void> {
  const split = await readReviewedSplit(db, runFolder, {
    seed: order.seed,
    signal,
    onSlide: (done, total) => change({ detail: `cutting out cells: slide ${done} of ${total}` }, false),
  });
  const { train, validation, test } = split.parts;
  change({
    state: 'running',
    partCounts: { train: train.length, validation: validation.length, test: test.length },
    splitNote: describeReviewedSplit(split),
  });
  const parent = order.parent === null ? undefined : await findStationModel(folders.models, order.parent);
  const { chosenEpoch, validationFigures, testFigures } = await compute.run(
    'trainModel',
    {
      ...split.parts,
      ...{ name: order.name, version: order.version, optimizer: order.optimizer, seed: order.seed },
      ...{ learningRate: order.learningRate, epochs: order.epochs, batchSize, ...scratch, programVersion },
      outputFolder: modelFolderOf(folders.models, modelFullName(order)),
      startFrom: parent,
      learned: order.learned,
      resume: true,
      dataset: {
        name: 'cells reviewed at this station',
        split: describeReviewedSplit(split),
        terms: 'of the laboratory',
        citation: 'none',
      },
    },
    { signal, onProgress: followProgress(change, epochsSoFar) },
  );
  change({
    ...{ chosenEpoch, validationFigures, testFigures },
    ...{ doneFraction: 1, detail: 'measuring the active model' },
  });
  const activeFigures = await measureActive({ db, compute, folders }, split.parts, signal);
  const trained = await readModel(modelFolderOf(folders.models, modelFullName(order)), false);
  if (trained !== undefined)
    await writeTestVectors(trained.folder, await computeTestVectors(compute, trained, { signal }));
  const finishedAt = new Date().toISOString();
  change({ state: 'done', finishedAt, remainingMs: undefined, detail: '', activeFigures });
  // the model is there: cells that cannot be removed only take room
  await rm(runFolder, { recursive: true, force: true }).catch(() => undefined);
}

function followProgress(
  change: TrainingCourse['change'],
  epochsSoFar: TrainingCourse['epochsSoFar'],
): (progress: ComputeProgress) => void {
  const stepMs: number[] = [];
  let [lastDone, lastAt] = [0, performance.now()];
  return ({ done, total, detail, epoch }) => {
    const now = performance.now();
    if (done > lastDone && lastDone > 0) stepMs.push((now - lastAt) / (done - lastDone));
    [lastDone, lastAt] = [done, now];
    const moved = {
      detail,
      doneFraction: total === 0 ? 0 : done / total,
      remainingMs: estimateRemainingMs(stepMs.slice(-timedStepCount), total - done),
    };
    if (epoch === undefined) return change(moved, false);
    const before = epochsSoFar().filter((one) => one.epoch < epoch.epoch);
    change({ ...moved, epochs: [...before, epoch] });
  };
}

/** The new model is told from the old one by the same images.
 *  @returns undefined when the active model is gone or damaged: that is no fault of the new one */
async function measureActive(
  { db, compute, folders }: TrainingTools,
  parts: DatasetParts,
  signal: AbortSignal,
): Promise<ActiveModelFigures | undefined> {
  try {
    const { card, folder } = await readActiveModel(db, folders.models);
    const measure = async (items: DatasetParts['test']) =>
      items.length === 0
        ? undefined
        : (await compute.run('evaluateModel', { items, modelFolder: folder }, { signal })).figures;
    return {
      fullName: modelFullName(card),
      validation: await measure(parts.validation),
      test: await measure(parts.test),
    };
  } catch (error) {
    if (error instanceof LabError && (error.code === 'model-unknown' || error.code === 'model-corrupt'))
      return undefined;
    throw error;
  }
}
