import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ComputeOptions } from '../compute/computeClient.ts';
import {
  claimTrainingRun,
  findTrainingRun,
  listTrainingRuns,
  type TrainingOrder,
  updateTrainingRun,
} from '../database/trainingRuns.ts';
import { LabError } from '../domain/labError.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import type { TrainingRun } from '../domain/trainingRun.ts';
import { listStationModels, modelFolderOf, readActiveModel } from './activeModel.ts';
import type { CarryOutOptions } from './carryOutTraining.ts';
import { pickModel } from './chooseModel.ts';
import { describeLabels } from './describeLabels.ts';
import { refuseFinishedModel } from './refuseFinishedModel.ts';
import { type RunOutcome, runTraining, type TrainingTools } from './runTraining.ts';
import { endedBy, goingOn, newTrainingRun, refuseTakenName } from './trainingRecord.ts';

/** What is asked for; the parent a name or name-version, undefined the active model. */
export type RetrainOrder = Omit<TrainingOrder, 'parent'> & { readonly parent: string | undefined };

export interface RetrainOptions extends ComputeOptions {
  readonly signal: AbortSignal;
  /** in whose name the verdict is kept */
  readonly person: string;
  /** measured first, unless left out */
  readonly preflight?: CarryOutOptions['preflight'];
  /** told of what the run is, as the window would be */
  readonly onChange: (part: Partial<TrainingRun>) => void;
}

type RetrainTools = TrainingTools & { readonly folders: { readonly training: string } };

/** How often it is looked whether another training has ended, and how often a window is shown how far this one is. */
const [lookEveryMs, reportEveryMs] = [1000, 3000];

/** Trains on from a model of the station with its reviewed cells, and has the gate judge what came of it. It stands among
 *  the station's trainings, waits while one of them is at work, and the same again goes on where it was stopped, here or in
 *  the window, with the same cells.
 *  @returns undefined when only the preflight was asked for
 *  @throws LabError 'dataset-invalid' saying how many cells are lacking; 'model-unknown' | 'model-corrupt' of the parent
 *  @throws LabError 'output-exists' when there is a model of this name, or a training of it that was begun otherwise
 *  @throws LabError 'training-busy' | 'memory-short' | 'disk-full' | 'training-failed' | 'cancelled' */
export async function retrain(
  tools: RetrainTools,
  order: RetrainOrder,
  options: RetrainOptions,
): Promise<RunOutcome | undefined> {
  const { db, folders } = tools;
  const { problem } = describeLabels(db);
  if (problem !== undefined) throw new LabError('dataset-invalid', problem);
  const fullName = modelFullName(order);
  await refuseFinishedModel(modelFolderOf(folders.models, fullName));
  const newest = findNewest(tools, fullName);
  const begun = newest === undefined || newest.state === 'done' ? undefined : findTrainingRun(db, newest.id);
  const whole = {
    ...order,
    parent: await findParent(tools, order.parent ?? begun?.order.parent ?? undefined),
  };
  if (begun === undefined) await refuseTakenName(folders.models, fullName);
  else refuseOtherOrder(begun.order, whole);
  await mkdir(folders.models, { recursive: true });
  const run: TrainingRun = {
    ...(begun === undefined ? newTrainingRun(whole, options.person) : goingOn(begun.run)),
    ...{ state: 'preparing', isAtTerminal: true },
  };
  if (options.preflight?.isOnly === true) return preflightOnly(tools, whole, { run, options });
  await waitForTurn(tools, run, {
    ...options,
    ...{ newestId: newest?.id, order: begun === undefined ? whole : undefined },
  });
  return carryOut(tools, whole, { run, options });
}

function findNewest({ db }: RetrainTools, fullName: string): TrainingRun | undefined {
  return listTrainingRuns(db).find(({ modelName }) => modelName === fullName);
}

/** Its checkpoints would be of another training.
 *  @throws LabError 'output-exists' */
function refuseOtherOrder(begun: TrainingOrder, asked: TrainingOrder): void {
  const wordsOf = ({ parent, learned, epochs, optimizer, learningRate, seed }: TrainingOrder) =>
    `from ${parent ?? 'scratch'}, learning ${learned ?? 'all'}, ${epochs} epochs of ${optimizer} at ${learningRate}, seed ${seed}`;
  if (wordsOf(begun) === wordsOf(asked)) return;
  throw new LabError(
    'output-exists',
    `A training of ${modelFullName(asked)} was begun otherwise: ${wordsOf(begun)}. Ask for the same to go on with it, or choose another version.`,
    { model: modelFullName(asked) },
  );
}

/** Nothing is noted, and nothing is left. */
async function preflightOnly(
  tools: RetrainTools,
  order: TrainingOrder,
  { run, options }: { readonly run: TrainingRun; readonly options: RetrainOptions },
): Promise<undefined> {
  const runFolder = join(tools.folders.training, `preflight-${run.id}`);
  const { signal, person, preflight, onChange: change } = options;
  try {
    await runTraining(tools, order, { runFolder, signal, person, preflight, change, epochsSoFar: () => [] });
  } finally {
    await rm(runFolder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Takes the training once no other of the station is at work.
 *  @param options.order of a training that is not noted yet @param options.newestId of the newest of its model when it
 *  was asked for
 *  @throws LabError 'training-busy' when another program works on this model | 'output-exists' when one has | 'cancelled' */
async function waitForTurn(
  tools: RetrainTools,
  run: TrainingRun,
  {
    signal,
    onChange,
    order,
    newestId,
  }: RetrainOptions & { readonly order: TrainingOrder | undefined; readonly newestId: string | undefined },
): Promise<void> {
  for (let told = ''; ; ) {
    const newest = findNewest(tools, run.modelName);
    if (newest?.id !== newestId || (order === undefined && newest?.state === 'done'))
      throw new LabError(
        'output-exists',
        `${run.modelName} was trained by another program meanwhile. Choose another version.`,
      );
    const held = claimTrainingRun(tools.db, run, order);
    if (held === undefined) return;
    if (held.run.id === run.id)
      throw new LabError('training-busy', `Process ${held.processId} trains ${run.modelName} already.`);
    if (told !== held.run.id) onChange({ detail: `waiting for the training of ${held.run.modelName}` });
    told = held.run.id;
    await setTimeout(lookEveryMs, undefined, { signal }).catch(() => {
      throw new LabError('cancelled', 'Stopped before the training began.');
    });
  }
}

async function carryOut(
  tools: RetrainTools,
  order: TrainingOrder,
  { run, options }: { readonly run: TrainingRun; readonly options: RetrainOptions },
): Promise<RunOutcome | undefined> {
  const { db, folders } = tools;
  const { signal, person, preflight, onChange } = options;
  let now = run;
  let reportedAt = performance.now();
  const change = (part: Partial<TrainingRun>, isSaved = true) => {
    now = { ...now, ...part };
    if (isSaved || performance.now() - reportedAt > reportEveryMs) {
      reportedAt = performance.now();
      updateTrainingRun(db, now);
    }
    onChange(part);
  };
  try {
    return await runTraining(tools, order, {
      ...{ runFolder: join(folders.training, run.id), signal, person, preflight },
      ...{ change, epochsSoFar: () => now.epochs },
    });
  } catch (error) {
    updateTrainingRun(db, { ...now, ...endedBy(error) });
    throw error;
  }
}

/** @returns the full name of the model that is meant
 *  @throws LabError 'model-unknown' naming what there is */
async function findParent({ db, folders }: TrainingTools, wanted: string | undefined): Promise<string> {
  if (wanted === undefined) return modelFullName((await readActiveModel(db, folders.models)).card);
  const models = await listStationModels(folders.models);
  const parent = pickModel(models, wanted);
  if (parent !== undefined) return modelFullName(parent);
  throw new LabError(
    'model-unknown',
    `There is no model ${wanted} at this station. There is: ${models.map(modelFullName).join(', ')}.`,
    { model: wanted },
  );
}
