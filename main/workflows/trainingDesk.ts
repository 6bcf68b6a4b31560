import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComputeClient } from '../compute/computeClient.ts';
import type { Db } from '../database/open.ts';
import { requirePerson } from '../database/settings.ts';
import {
  claimTrainingRun,
  findTrainingRun,
  listHeldTrainings,
  listTrainingRuns,
  recordTrainingRun,
  releaseTrainingRun,
  type TrainingOrder,
  updateTrainingRun,
} from '../database/trainingRuns.ts';
import { LabError } from '../domain/labError.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import { canGoOn, isOpenTraining, isTraining, type TrainingRun } from '../domain/trainingRun.ts';
import { findStationModel } from './activeModel.ts';
import { describeLabels } from './describeLabels.ts';
import { runTraining } from './runTraining.ts';
import { endedBy, goingOn, newTrainingRun, refuseTakenName, settleLostTrainings } from './trainingRecord.ts';

/** Runs one training at a time, the others wait, also for one at a terminal; what is known of each lies in the database,
 *  checkpoints and cells on disk, so that one that was paused, stopped or killed goes on after its last whole epoch. */
export interface TrainingDesk {
  list(): readonly TrainingRun[];
  /** Begins it, or has it wait while another is open.
   *  @throws LabError 'person-unknown' | 'dataset-invalid' | 'output-exists' | 'model-unknown' | 'model-corrupt' */
  start(order: TrainingOrder): Promise<TrainingRun>;
  /** Stops it for as long as the person likes, also over a restart. Others wait for it.
   *  @throws LabError 'training-busy' when another program trains it */
  pause(runId: string): void;
  /** @throws LabError 'argument-invalid' when there is nothing to go on with
   *  @throws LabError 'output-exists' when a training of the same model was started since */
  resume(runId: string): Promise<TrainingRun>;
  /** @throws LabError 'training-busy' when another program trains it */
  cancel(runId: string): void;
  /** Begins what has waited since before the station started, or for another program. */
  wake(): void;
  /** Tells of trainings that another program has changed. */
  tellOutside(runIds: readonly string[]): void;
  /** Notes trainings of programs that have died. */
  settleLost(): void;
  readonly isBusy: boolean;
  dispose(): Promise<void>;
}

export interface TrainingDeskTools {
  readonly db: Db;
  readonly compute: ComputeClient;
  readonly folders: { readonly models: string; readonly training: string; readonly controlSets: string };
  readonly onRun: (run: TrainingRun) => void;
  readonly onModels: () => void;
}

const reportEveryMs = 250;

interface CurrentTraining {
  run: TrainingRun;
  readonly controller: AbortController;
}

/** Whoever creates it disposes of it. */
export function createTrainingDesk(tools: TrainingDeskTools): TrainingDesk {
  const { db, folders, onRun, onModels } = tools;
  let current: CurrentTraining | undefined;
  /** of the training begun last: it ends a little after its state, when its cells are removed */
  let lastWork = Promise.resolve();
  let isDisposed = false;
  let reportedAt = 0;
  settleLostTrainings(db);

  /** @param isSaved false for what only moves a bar */
  function change(training: CurrentTraining, part: Partial<TrainingRun>, isSaved = true): void {
    training.run = { ...training.run, ...part };
    if (isSaved) updateTrainingRun(db, training.run);
    else if (performance.now() - reportedAt < reportEveryMs) return;
    // whoever is told of the end may begin the next at once
    if (!isTraining(training.run)) release(training);
    reportedAt = performance.now();
    onRun(training.run);
  }

  function release(training: CurrentTraining): void {
    if (current === training) current = undefined;
  }

  function begin(waiting: TrainingRun, order: TrainingOrder): TrainingRun {
    const run: TrainingRun = { ...waiting, state: 'preparing', isAtTerminal: undefined };
    if (claimTrainingRun(db, run) !== undefined) return wait(waiting);
    const controller = new AbortController();
    const begun: CurrentTraining = { run, controller };
    current = begun;
    lastWork = runTraining(tools, order, {
      runFolder: join(folders.training, run.id),
      signal: controller.signal,
      person: run.startedBy,
      change: (part, isSaved) => change(begun, part, isSaved),
      epochsSoFar: () => begun.run.epochs,
    })
      .then(onModels)
      .catch((error: unknown) => fail(begun, error))
      .finally(() => {
        release(begun);
        wake();
      });
    onRun(run);
    return run;
  }

  function wait(run: TrainingRun): TrainingRun {
    const waiting: TrainingRun = { ...run, state: 'waiting', detail: '' };
    updateTrainingRun(db, waiting);
    onRun(waiting);
    return waiting;
  }

  function fail(training: CurrentTraining, error: unknown): void {
    const isStopped = error instanceof LabError && error.code === 'cancelled';
    if (isStopped && training.controller.signal.reason === pausing) {
      change(training, { state: 'paused', remainingMs: undefined });
      return;
    }
    // the program closes: the next start says that this one can be resumed
    if (isStopped && isDisposed) {
      releaseTrainingRun(db, training.run.id);
      return;
    }
    if (!(error instanceof LabError))
      process.stderr.write(
        `station: training failed: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
    change(training, endedBy(error));
  }

  /** The oldest of those that wait begins, unless one runs or is paused. */
  function wake(): void {
    if (isDisposed || current !== undefined) return;
    const open = listTrainingRuns(db).filter(isOpenTraining);
    if (open.some((run) => run.state === 'paused' || isTraining(run))) return;
    const next = open.findLast(({ state }) => state === 'waiting');
    const found = next === undefined ? undefined : findTrainingRun(db, next.id);
    if (found !== undefined) begin(found.run, found.order);
  }

  /** Begins it, or puts it with those that wait. @param isFirst it need not wait for those that are paused or wait */
  function beginOrWait(run: TrainingRun, order: TrainingOrder, isFirst: boolean): TrainingRun {
    const others = listTrainingRuns(db).filter((one) => one.id !== run.id && isOpenTraining(one));
    if (current === undefined && (isFirst || others.length === 0)) return begin(run, order);
    return wait(run);
  }

  /** @throws LabError 'training-busy' */
  function refuseOutside(runId: string): void {
    const held = listHeldTrainings(db).find(({ run, isAlive }) => isAlive && run.id === runId);
    if (held === undefined) return;
    throw new LabError(
      'training-busy',
      `Process ${held.processId} runs this training, at a terminal. Stop it there with Ctrl-C; then it can go on here.`,
      { runId },
    );
  }

  return {
    list: () => listTrainingRuns(db),
    async start(order) {
      const { name: startedBy } = requirePerson(db);
      const { problem } = describeLabels(db);
      if (problem !== undefined) throw new LabError('dataset-invalid', problem);
      await refuseTakenName(folders.models, modelFullName(order));
      if (order.parent !== null) await findStationModel(folders.models, order.parent);
      await mkdir(folders.models, { recursive: true });
      // another one may have been started while the models were listed
      refuseOpenRun(db, modelFullName(order));
      const run = newTrainingRun(order, startedBy);
      recordTrainingRun(db, run, order);
      return beginOrWait(run, order, false);
    },
    pause(runId) {
      if (current?.run.id === runId) current.controller.abort(pausing);
      else refuseOutside(runId);
    },
    async resume(runId) {
      const found = findTrainingRun(db, runId);
      if (found === undefined || !canGoOn(found.run))
        throw new LabError('argument-invalid', 'There is no such training to go on with.', { runId });
      const { modelName, state } = found.run;
      // its checkpoints and its model lie where those of this one would
      if (listTrainingRuns(db).find((run) => run.modelName === modelName)?.id !== runId)
        throw new LabError(
          'output-exists',
          `${modelName} was started anew since: its folder is that of the newer training. Go on with that one.`,
          { runId },
        );
      return beginOrWait(goingOn(found.run), found.order, state === 'paused');
    },
    cancel(runId) {
      if (current?.run.id === runId) {
        current.controller.abort();
        return;
      }
      refuseOutside(runId);
      const run = findTrainingRun(db, runId)?.run;
      if (run === undefined || !isOpenTraining(run)) return;
      const cancelled: TrainingRun = { ...run, state: 'cancelled', finishedAt: new Date().toISOString() };
      updateTrainingRun(db, cancelled);
      onRun(cancelled);
      wake();
    },
    wake,
    tellOutside(runIds) {
      const runs = listTrainingRuns(db).filter(({ id }) => runIds.includes(id) && id !== current?.run.id);
      for (const run of runs) onRun(run);
      if (runs.some(({ state }) => state === 'done')) onModels();
      wake();
    },
    settleLost() {
      const lost = settleLostTrainings(db);
      for (const run of lost) onRun(run);
      if (lost.length > 0) wake();
    },
    get isBusy() {
      return current !== undefined;
    },
    async dispose() {
      isDisposed = true;
      current?.controller.abort();
      await lastWork;
    },
  };
}

/** Why a training is stopped that keeps its place. */
const pausing = 'paused';

function refuseOpenRun(db: Db, modelName: string): void {
  if (listTrainingRuns(db).some((run) => run.modelName === modelName && isOpenTraining(run)))
    throw new LabError(
      'output-exists',
      `A training of ${modelName} runs, waits or is paused. Choose another version, or go on with that one.`,
    );
}
