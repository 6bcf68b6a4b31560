import { rm } from 'node:fs/promises';
import type { ComputeClient } from '../compute/computeClient.ts';
import type { ComputeProgress } from '../compute/messages.ts';
import { listControlSets } from '../database/controlSets.ts';
import type { Db } from '../database/open.ts';
import type { TrainingOrder } from '../database/trainingRuns.ts';
import type { GateVerdict } from '../domain/gateVerdict.ts';
import { LabError } from '../domain/labError.ts';
import type { DatasetParts } from '../domain/labelledImage.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import { estimateRemainingMs } from '../domain/remainingTime.ts';
import type { TrainingRequest, TrainingResult } from '../domain/trainingRequest.ts';
import type { ActiveModelFigures, TrainingRun } from '../domain/trainingRun.ts';
import { findStationModel, modelFolderOf, readActiveModel } from './activeModel.ts';
import { type CarryOutOptions, carryOutTraining } from './carryOutTraining.ts';
import { judgeModel } from './judgeModel.ts';
import { readModel } from './listModels.ts';
import { programVersion } from './programVersion.ts';
import { describeReviewedSplit, readReviewedSplit } from './readReviewedSplit.ts';
import { computeTestVectors, writeTestVectors } from './testVectorsFile.ts';

const batchSize = 32;
/** of a network from scratch: that of the program's own model */
const scratch = { inputPx: 112, widthMultiplier: 0.25 } as const;
const timedStepCount = 50;

export interface TrainingTools {
  readonly db: Db;
  readonly compute: ComputeClient;
  readonly folders: { readonly models: string; readonly controlSets: string };
}

/** What a training came to. */
export interface RunOutcome {
  readonly result: TrainingResult;
  /** undefined without a control set, or when it could not be read */
  readonly verdict: GateVerdict | undefined;
}

interface TrainingCourse {
  /** where its cells lie, also of a training that goes on; removed when it is done */
  readonly runFolder: string;
  readonly signal: AbortSignal;
  /** @param isSaved false for what only moves a bar */
  readonly change: (part: Partial<TrainingRun>, isSaved?: boolean) => void;
  /** as `change` was last told */
  readonly epochsSoFar: () => TrainingRun['epochs'];
  /** in whose name the verdict is kept */
  readonly person: string;
  readonly preflight?: CarryOutOptions['preflight'];
}

/** One training from the reviewed cells to the model folder and, where there is a control set, to what the gate says of
 *  it; goes on where it was stopped.
 *  @returns undefined when only the preflight was asked for
 *  @throws LabError 'dataset-invalid' | 'model-unknown' | 'cancelled'; as writeReviewedCells and the compute process */
export async function runTraining(
  { db, compute, folders }: TrainingTools,
  order: TrainingOrder,
  { runFolder, signal, change, epochsSoFar, person, preflight }: TrainingCourse,
): Promise<RunOutcome | undefined> {
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
  const result = await carryOutTraining(
    compute,
    requestOf(order, { folders, parent, parts: split.parts, splitNote: describeReviewedSplit(split) }),
    { signal, preflight, onProgress: followProgress(change, epochsSoFar) },
  );
  if (result === undefined) return undefined;
  const { chosenEpoch, validationFigures, testFigures, stopped } = result;
  change({
    ...{ chosenEpoch, validationFigures, testFigures, stopped },
    ...{ doneFraction: 1, detail: 'measuring the active model' },
  });
  const activeFigures = await measureActive({ db, compute, folders }, split.parts, signal);
  const trained = await readModel(modelFolderOf(folders.models, modelFullName(order)), false);
  if (trained !== undefined)
    await writeTestVectors(trained.folder, await computeTestVectors(compute, trained, { signal }));
  change({ detail: 'judging it on the control set' }, false);
  const verdict = await judgeTrained({ db, compute, folders }, modelFullName(order), { person, signal });
  const finishedAt = new Date().toISOString();
  change({
    ...{ state: 'done', finishedAt, remainingMs: undefined, detail: '', activeFigures },
    verdictId: verdict?.id,
  });
  // the model is there: cells that cannot be removed only take room
  await rm(runFolder, { recursive: true, force: true }).catch(() => undefined);
  return { result, verdict };
}

/** What the compute process is asked for. */
export function requestOf(
  order: TrainingOrder,
  given: {
    readonly folders: { readonly models: string };
    /** folder of the model that it goes on from */
    readonly parent: string | undefined;
    readonly parts: DatasetParts;
    readonly splitNote: string;
  },
): TrainingRequest {
  return {
    ...given.parts,
    ...{ name: order.name, version: order.version, optimizer: order.optimizer, seed: order.seed },
    ...{ learningRate: order.learningRate, epochs: order.epochs, batchSize, ...scratch, programVersion },
    outputFolder: modelFolderOf(given.folders.models, modelFullName(order)),
    startFrom: given.parent,
    learned: order.learned,
    resume: true,
    dataset: {
      name: 'cells reviewed at this station',
      split: given.splitNote,
      terms: 'of the laboratory',
      citation: 'none',
    },
  };
}

/** What was learned before must not be forgotten: the control set of then is part of what a retraining comes to.
 *  @returns undefined without one. One that cannot be read is no fault of the training: whoever activates is told */
async function judgeTrained(
  tools: TrainingTools,
  fullName: string,
  options: { readonly person: string; readonly signal: AbortSignal },
): Promise<GateVerdict | undefined> {
  if (listControlSets(tools.db).length === 0) return undefined;
  try {
    return await judgeModel(tools, fullName, options);
  } catch (error) {
    if (error instanceof LabError && error.code === 'dataset-invalid') return undefined;
    throw error;
  }
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
