import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ComputeClient } from '../compute/computeClient.ts';
import type { ComputeProgress } from '../compute/messages.ts';
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
import { cellClasses } from '../domain/cellClass.ts';
import { LabError } from '../domain/labError.ts';
import type { DatasetParts } from '../domain/labelledImage.ts';
import { estimateRemainingMs } from '../domain/remainingTime.ts';
import { type ReviewedSplit, splitReviewedCells } from '../domain/splitReviewedCells.ts';
import type { ActiveModelFigures, TrainingRun } from '../domain/trainingRun.ts';
import { listStationModels, modelFolderOf, readActiveModel } from './activeModel.ts';
import { programVersion } from './programVersion.ts';
import { writeOutput } from './writeOutput.ts';
import { writeReviewedCells } from './writeReviewedCells.ts';

/** Runs one training at a time; what is known of each lies in the database, checkpoints and cells on disk, so that
 *  one that was stopped or killed goes on after its last whole epoch. */
export interface TrainingDesk {
  list(): readonly TrainingRun[];
  /** @throws LabError 'training-busy' | 'person-unknown' | 'output-exists' | 'model-unknown' */
  start(order: TrainingOrder): Promise<TrainingRun>;
  /** @throws LabError 'training-busy' | 'argument-invalid' when there is nothing to go on with */
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

const batchSize = 32;
/** of a network from scratch: that of the program's own model */
const scratch = { inputPx: 112, widthMultiplier: 0.25 } as const;
const reportEveryMs = 250;
const timedStepCount = 50;

const imageSchema = z.object({ path: z.string(), cellClass: z.enum(cellClasses) });
const splitSchema = z.object({
  unit: z.enum(['slide', 'cell']),
  parts: z.object({
    train: z.array(imageSchema),
    validation: z.array(imageSchema),
    test: z.array(imageSchema),
  }),
});

/** Whoever creates it disposes of it. */
export function createTrainingDesk({
  db,
  compute,
  folders,
  onRun,
  onModels,
}: TrainingDeskTools): TrainingDesk {
  let current: { run: TrainingRun; readonly controller: AbortController; work: Promise<void> } | undefined;
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
  function change(part: Partial<TrainingRun>, isSaved = true): void {
    if (current === undefined) return;
    current.run = { ...current.run, ...part };
    if (isSaved) updateTrainingRun(db, current.run);
    else if (performance.now() - reportedAt < reportEveryMs) return;
    reportedAt = performance.now();
    onRun(current.run);
  }

  function begin(run: TrainingRun, order: TrainingOrder): TrainingRun {
    const controller = new AbortController();
    const begun = { run, controller, work: Promise.resolve() };
    current = begun;
    begun.work = train(order, run.id, controller.signal)
      .catch((error: unknown) => fail(error))
      .finally(() => {
        current = undefined;
      });
    onRun(run);
    return run;
  }

  function fail(error: unknown): void {
    const isCancelled = error instanceof LabError && error.code === 'cancelled';
    if (!(error instanceof LabError))
      process.stderr.write(
        `station: training failed: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
    // the program closes: the next start says that this one can be resumed
    if (isCancelled && isDisposed) return;
    change({
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

  async function train(order: TrainingOrder, runId: string, signal: AbortSignal): Promise<void> {
    const runFolder = join(folders.training, runId);
    const split = await readSplit(runFolder, order, signal);
    const { train: trainPart, validation, test } = split.parts;
    change({
      state: 'running',
      partCounts: { train: trainPart.length, validation: validation.length, test: test.length },
      splitNote: describeSplit(split),
    });
    const parent = order.parent === null ? undefined : await findModelFolder(order.parent);
    const stepMs: number[] = [];
    let [lastDone, lastAt] = [0, performance.now()];
    const onProgress = ({ done, total, detail, epoch }: ComputeProgress) => {
      const now = performance.now();
      if (done > lastDone && lastDone > 0) stepMs.push((now - lastAt) / (done - lastDone));
      [lastDone, lastAt] = [done, now];
      const moved = {
        detail,
        doneFraction: total === 0 ? 0 : done / total,
        remainingMs: estimateRemainingMs(stepMs.slice(-timedStepCount), total - done),
      };
      if (epoch === undefined) return change(moved, false);
      const before = (current?.run.epochs ?? []).filter((one) => one.epoch < epoch.epoch);
      change({ ...moved, epochs: [...before, epoch] });
    };
    const result = await compute.run(
      'trainModel',
      {
        ...split.parts,
        ...{ name: order.name, version: order.version, optimizer: order.optimizer, seed: order.seed },
        ...{ learningRate: order.learningRate, epochs: order.epochs, batchSize, ...scratch, programVersion },
        outputFolder: modelFolderOf(folders.models, fullNameOf(order)),
        startFrom: parent,
        resume: true,
        dataset: {
          name: 'cells reviewed at this station',
          split: describeSplit(split),
          terms: 'of the laboratory',
          citation: order.parent === null ? 'none' : `goes on from ${order.parent}`,
        },
      },
      { signal, onProgress },
    );
    const { chosenEpoch, validationFigures, testFigures } = result;
    change({
      chosenEpoch,
      validationFigures,
      testFigures,
      doneFraction: 1,
      detail: 'measuring the active model',
    });
    const activeFigures = await measureActive(split.parts, signal);
    change({
      state: 'done',
      finishedAt: new Date().toISOString(),
      remainingMs: undefined,
      detail: '',
      activeFigures,
    });
    await rm(runFolder, { recursive: true, force: true });
    onModels();
  }

  /** The cells are cut out once; a training that goes on has the same ones. */
  async function readSplit(
    runFolder: string,
    order: TrainingOrder,
    signal: AbortSignal,
  ): Promise<ReviewedSplit> {
    const manifest = join(runFolder, 'split.json');
    if (existsSync(manifest)) return splitSchema.parse(JSON.parse(await readFile(manifest, 'utf8')));
    const cellsFolder = join(runFolder, 'cells');
    await rm(cellsFolder, { recursive: true, force: true });
    await mkdir(cellsFolder, { recursive: true });
    const items = await writeReviewedCells(db, cellsFolder, {
      signal,
      onSlide: (done, total) => change({ detail: `cutting out cells: slide ${done} of ${total}` }, false),
    });
    const split = splitReviewedCells(items, order.seed);
    await writeOutput(manifest, JSON.stringify(split));
    return split;
  }

  async function findModelFolder(fullName: string): Promise<string> {
    const models = await listStationModels(folders.models);
    const model = models.find(({ name, version }) => `${name}-${version}` === fullName);
    if (model?.card !== undefined) return model.folder;
    throw new LabError('model-unknown', `There is no model ${fullName} at this station to go on from.`);
  }

  /** The new model is told from the old one by the same images. */
  async function measureActive(
    parts: DatasetParts,
    signal: AbortSignal,
  ): Promise<ActiveModelFigures | undefined> {
    const active = await readActiveModel(db, folders.models);
    const measure = async (items: DatasetParts['test']) =>
      items.length === 0
        ? undefined
        : (await compute.run('evaluateModel', { items, modelFolder: active.folder }, { signal })).figures;
    return {
      fullName: `${active.card.name}-${active.card.version}`,
      validation: await measure(parts.validation),
      test: await measure(parts.test),
    };
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
      const modelName = fullNameOf(order);
      const folder = modelFolderOf(folders.models, modelName);
      const isTaken = (await listStationModels(folders.models)).some(
        ({ name, version }) => `${name}-${version}` === modelName,
      );
      if (isTaken || existsSync(folder))
        throw new LabError('output-exists', `There is a model ${modelName} already. Choose another version.`);
      if (order.parent !== null) await findModelFolder(order.parent);
      refuseBusy();
      await mkdir(folders.models, { recursive: true });
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
      const running = current;
      running?.controller.abort();
      await running?.work;
    },
  };
}

function fullNameOf({ name, version }: TrainingOrder): string {
  return `${name}-${version}`;
}

function describeSplit({ unit }: ReviewedSplit): string {
  return unit === 'slide'
    ? 'reviewed cells, about 70/15/15 by slide: the figures are of slides that were not learned'
    : 'reviewed cells, about 70/15/15 one by one, because the slides are too few to hold some back: the figures are of slides that were learned, and say little of others';
}
