import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComputeClient } from '../compute/computeClient.ts';
import { newId } from '../database/newId.ts';
import type { Db } from '../database/open.ts';
import { requirePerson } from '../database/settings.ts';
import {
  findTrainingRun,
  listTrainingRuns,
  recordTrainingRun,
  type TrainingOrder,
  updateTrainingRun,
} from '../database/trainingRuns.ts';
import { LabError } from '../domain/labError.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import type { TrainingRun } from '../domain/trainingRun.ts';
import { findStationModel, listStationModels, modelFolderOf } from './activeModel.ts';
import { describeLabels } from './describeLabels.ts';
import { runTraining } from './runTraining.ts';

/** Runs one training at a time; what is known of each lies in the database, checkpoints and cells on disk, so that
 *  one that was stopped or killed goes on after its last whole epoch. */
export interface TrainingDesk {
  list(): readonly TrainingRun[];
  /** @throws LabError 'training-busy' | 'person-unknown' | 'dataset-invalid' | 'output-exists' | 'model-unknown' */
  start(order: TrainingOrder): Promise<TrainingRun>;
  /** @throws LabError 'training-busy' | 'argument-invalid' when there is nothing to go on with
   *  @throws LabError 'output-exists' when a training of the same model was started since */
  resume(runId: string): Promise<TrainingRun>;
  cancel(runId: string): void;
  readonly isBusy: boolean;
  dispose(): Promise<void>;
}

export interface TrainingDeskTools {
  readonly db: Db;
  readonly compute: ComputeClient;
  readonly folders: { readonly models: string; readonly training: string };
  readonly onRun: (run: TrainingRun) => void;
  readonly onModels: () => void;
}

const reportEveryMs = 250;

interface CurrentTraining {
  run: TrainingRun;
  readonly controller: AbortController;
}

/** Whoever creates it disposes of it. */
export function createTrainingDesk({
  db,
  compute,
  folders,
  onRun,
  onModels,
}: TrainingDeskTools): TrainingDesk {
  let current: CurrentTraining | undefined;
  /** of the training begun last: it ends a little after its state, when its cells are removed */
  let lastWork = Promise.resolve();
  let isDisposed = false;
  let reportedAt = 0;
  failLostRuns();

  /** A station that died could not say so. */
  function failLostRuns(): void {
    for (const run of listTrainingRuns(db))
      if (run.state === 'preparing' || run.state === 'running')
        updateTrainingRun(db, {
          ...run,
          state: 'failed',
          finishedAt: new Date().toISOString(),
          remainingMs: undefined,
          failure: {
            code: 'station-lost',
            message:
              'The program ended during this training. Resume it: it goes on after its last whole epoch.',
          },
        });
  }

  /** @param isSaved false for what only moves a bar */
  function change(training: CurrentTraining, part: Partial<TrainingRun>, isSaved = true): void {
    training.run = { ...training.run, ...part };
    if (isSaved) updateTrainingRun(db, training.run);
    else if (performance.now() - reportedAt < reportEveryMs) return;
    // whoever is told of the end may begin the next at once
    if (training.run.finishedAt !== undefined) release(training);
    reportedAt = performance.now();
    onRun(training.run);
  }

  function release(training: CurrentTraining): void {
    if (current === training) current = undefined;
  }

  function begin(run: TrainingRun, order: TrainingOrder): TrainingRun {
    const controller = new AbortController();
    const begun: CurrentTraining = { run, controller };
    current = begun;
    lastWork = runTraining({ db, compute, folders }, order, {
      runFolder: join(folders.training, run.id),
      signal: controller.signal,
      change: (part, isSaved) => change(begun, part, isSaved),
      epochsSoFar: () => begun.run.epochs,
    })
      .then(onModels)
      .catch((error: unknown) => fail(begun, error))
      .finally(() => release(begun));
    onRun(run);
    return run;
  }

  function fail(training: CurrentTraining, error: unknown): void {
    const isCancelled = error instanceof LabError && error.code === 'cancelled';
    if (!(error instanceof LabError))
      process.stderr.write(
        `station: training failed: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
    // the program closes: the next start says that this one can be resumed
    if (isCancelled && isDisposed) return;
    change(training, {
      state: isCancelled ? 'cancelled' : 'failed',
      finishedAt: new Date().toISOString(),
      remainingMs: undefined,
      failure: isCancelled
        ? undefined
        : {
            code: error instanceof LabError ? error.code : 'training-failed',
            message: error instanceof Error ? error.message : String(error),
          },
    });
  }

  function refuseBusy(): void {
    if (current !== undefined)
      throw new LabError(
        'training-busy',
        `${current.run.modelName} is being trained. Wait for it, or cancel it.`,
      );
  }

  return {
    list: () => listTrainingRuns(db),
    async start(order) {
      refuseBusy();
      const { name: startedBy } = requirePerson(db);
      const modelName = modelFullName(order);
      const { problem } = describeLabels(db);
      if (problem !== undefined) throw new LabError('dataset-invalid', problem);
      const folder = modelFolderOf(folders.models, modelName);
      const isTaken = (await listStationModels(folders.models)).some(
        (one) => modelFullName(one) === modelName,
      );
      if (isTaken || existsSync(folder))
        throw new LabError('output-exists', `There is a model ${modelName} already. Choose another version.`);
      if (order.parent !== null) await findStationModel(folders.models, order.parent);
      await mkdir(folders.models, { recursive: true });
      // another one may have begun while the models were listed
      refuseBusy();
      const run: TrainingRun = {
        ...{ id: newId(), modelName, state: 'preparing', startedBy, startedAt: new Date().toISOString() },
        ...{ finishedAt: undefined, parentName: order.parent ?? undefined, epochCount: order.epochs },
        ...{
          partCounts: undefined,
          splitNote: undefined,
          epochs: [],
          chosenEpoch: undefined,
          doneFraction: 0,
        },
        ...{ detail: '', remainingMs: undefined, failure: undefined },
        ...{ validationFigures: undefined, testFigures: undefined, activeFigures: undefined },
      };
      recordTrainingRun(db, run, order);
      return begin(run, order);
    },
    async resume(runId) {
      refuseBusy();
      const found = findTrainingRun(db, runId);
      if (found === undefined || found.run.state === 'done')
        throw new LabError('argument-invalid', 'There is no such training to go on with.', { runId });
      const { modelName } = found.run;
      // its checkpoints and its model lie where those of this one would
      if (listTrainingRuns(db).find((run) => run.modelName === modelName)?.id !== runId)
        throw new LabError(
          'output-exists',
          `${modelName} was started anew since: its folder is that of the newer training. Go on with that one.`,
          { runId },
        );
      const run: TrainingRun = {
        ...found.run,
        state: 'preparing',
        finishedAt: undefined,
        failure: undefined,
      };
      updateTrainingRun(db, run);
      return begin(run, found.order);
    },
    cancel(runId) {
      if (current?.run.id === runId) current.controller.abort();
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
