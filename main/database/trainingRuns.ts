import { hostname } from 'node:os';
import { z } from 'zod';
import { learnedParts } from '../domain/learnedPart.ts';
import { figuresSchema } from '../domain/modelCard.ts';
import { isTraining, type TrainingRun, trainingStates } from '../domain/trainingRun.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { isProcessAlive, type ProcessHolder, processHolderSchema, thisProcess } from './processIdentity.ts';
import { readRow, readRows } from './readRows.ts';
import { assertOneChanged, inTransaction, translating } from './transaction.ts';

/** What a person asked a training for. */
export const trainingOrderSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** full name of the model that it goes on from; null: from scratch */
  parent: z.string().nullable(),
  /** how much of the parent learns; missing in orders of a program before 0.4: all */
  learned: z.enum(learnedParts).optional(),
  epochs: z.int().positive(),
  optimizer: z.enum(['adam', 'adamax']),
  learningRate: z.number().positive(),
  seed: z.int().nonnegative(),
});
export type TrainingOrder = Readonly<z.infer<typeof trainingOrderSchema>>;

const optional = <Schema extends z.ZodType>(schema: Schema) => schema.optional();
const runSchema = z.object({
  id: z.string(),
  modelName: z.string(),
  state: z.enum(trainingStates),
  startedBy: z.string(),
  isAtTerminal: optional(z.boolean()),
  startedAt: z.string(),
  finishedAt: optional(z.string()),
  parentName: optional(z.string()),
  learned: optional(z.enum(learnedParts)),
  epochCount: z.int(),
  partCounts: optional(z.object({ train: z.int(), validation: z.int(), test: z.int() })),
  splitNote: optional(z.string()),
  epochs: z.array(
    z.object({
      epoch: z.int(),
      trainLoss: z.number(),
      trainAccuracy: optional(z.number()),
      validationLoss: z.number(),
      validationAccuracy: z.number(),
      validationMacroF1: z.number(),
    }),
  ),
  chosenEpoch: optional(z.int()),
  doneFraction: z.number(),
  detail: z.string(),
  remainingMs: optional(z.number()),
  failure: optional(z.object({ code: z.string(), message: z.string() })),
  validationFigures: optional(figuresSchema),
  testFigures: optional(figuresSchema),
  activeFigures: optional(
    z.object({
      fullName: z.string(),
      validation: optional(figuresSchema),
      test: optional(figuresSchema),
    }),
  ),
  stopped: optional(z.object({ epoch: z.int(), reason: z.literal('loss-not-a-number') })),
  verdictId: optional(z.string()),
});

const jsonText = z.string().transform((text): unknown => JSON.parse(text));
const rowSchema = z.object({ request: jsonText, run: jsonText });

/** Every key is there, also those whose value JSON has left out. */
function runOf(stored: unknown): TrainingRun {
  const run = readRow(runSchema, stored);
  return {
    ...run,
    finishedAt: run.finishedAt,
    parentName: run.parentName,
    partCounts: run.partCounts,
    splitNote: run.splitNote,
    epochs: run.epochs.map((epoch) => ({ ...epoch, trainAccuracy: epoch.trainAccuracy })),
    chosenEpoch: run.chosenEpoch,
    remainingMs: run.remainingMs,
    failure: run.failure,
    validationFigures: run.validationFigures,
    testFigures: run.testFigures,
    activeFigures:
      run.activeFigures === undefined
        ? undefined
        : { ...run.activeFigures, validation: run.activeFigures.validation, test: run.activeFigures.test },
  };
}

/** Notes a training that begins. */
export function recordTrainingRun(db: Db, run: TrainingRun, order: TrainingOrder): void {
  inTransaction(db, 'record the training', () => insertRun(db, run, order));
}

function insertRun(db: Db, run: TrainingRun, order: TrainingOrder): void {
  const insert = prepare(
    db,
    'INSERT INTO training_runs (id, request, state, run, started_at) VALUES (?, ?, ?, ?, ?)',
  );
  const stored = [JSON.stringify(order), run.state, JSON.stringify(run), run.startedAt];
  assertOneChanged(insert.run(run.id, ...stored), 'training_runs');
  const details = { model: run.modelName, parent: run.parentName ?? '' };
  appendAudit(db, { actor: run.startedBy, action: 'training-started', subject: run.id, details });
}

/** Notes how far a training is, or how it ended; then no process holds it any more. */
export function updateTrainingRun(db: Db, run: TrainingRun): void {
  inTransaction(db, 'record the training', () => writeRun(db, run));
}

function writeRun(db: Db, run: TrainingRun): void {
  const update = prepare(
    db,
    'UPDATE training_runs SET state = ?, run = ?, holder = iif(?, holder, NULL) WHERE id = ?',
  );
  const holds = isTraining(run) ? 1 : 0;
  assertOneChanged(update.run(run.state, JSON.stringify(run), holds, run.id), 'training_runs');
}

/** Has this process work on a training, noted as it is given, unless a living process works on one.
 *  @param order of a training that is not noted yet
 *  @returns that one; undefined when this process may begin */
export function claimTrainingRun(db: Db, run: TrainingRun, order?: TrainingOrder): HeldTraining | undefined {
  return inTransaction(db, 'begin the training', () => {
    const held = readHeld(db).find(({ isAlive }) => isAlive);
    if (held !== undefined) return held;
    if (order === undefined) writeRun(db, run);
    else insertRun(db, run, order);
    const hold = prepare(db, 'UPDATE training_runs SET holder = ? WHERE id = ?');
    assertOneChanged(hold.run(JSON.stringify(thisProcess()), run.id), 'training_runs');
    return undefined;
  });
}

/** Lets a training go that is at work: this process ends, and another may go on with it. */
export function releaseTrainingRun(db: Db, runId: string): void {
  inTransaction(db, 'let the training go', () => {
    prepare(db, 'UPDATE training_runs SET holder = NULL WHERE id = ?').run(runId);
  });
}

/** A training that is at work, or was when its process ended. */
export interface HeldTraining {
  readonly run: TrainingRun;
  /** undefined when it was let go */
  readonly processId: number | undefined;
  /** its process lives, on this machine */
  readonly isAlive: boolean;
}

/** Trainings that are noted as being at work. */
export function listHeldTrainings(db: Db): readonly HeldTraining[] {
  return translating(db, 'list the trainings', () => readHeld(db));
}

const heldSchema = z.object({ run: jsonText, holder: jsonText.nullable() });

function readHeld(db: Db): readonly HeldTraining[] {
  const select = "SELECT run, holder FROM training_runs WHERE state IN ('preparing', 'running')";
  return readRows(heldSchema, prepare(db, select).all()).map(({ run, holder }) => {
    const process = processHolderSchema.safeParse(holder).data;
    return {
      run: runOf(run),
      processId: process?.processId,
      isAlive: process !== undefined && lives(process),
    };
  });
}

/** A database is of one machine: a process elsewhere is one of before it was moved, or a container that is gone. */
function lives({ processId, started, host }: ProcessHolder): boolean {
  return host === hostname() && isProcessAlive(processId, started);
}

/** The newest first. */
export function listTrainingRuns(db: Db): readonly TrainingRun[] {
  return translating(db, 'list the trainings', () =>
    readRows(
      rowSchema,
      prepare(db, 'SELECT request, run FROM training_runs ORDER BY sequence DESC').all(),
    ).map(({ run }) => runOf(run)),
  );
}

/** @returns undefined when there is none of that id */
export function findTrainingRun(
  db: Db,
  runId: string,
): { readonly run: TrainingRun; readonly order: TrainingOrder } | undefined {
  return translating(db, 'read the training', () => {
    const row = prepare(db, 'SELECT request, run FROM training_runs WHERE id = ?').get(runId);
    if (row === undefined) return undefined;
    const { run, request } = readRow(rowSchema, row);
    return { run: runOf(run), order: readRow(trainingOrderSchema, request) };
  });
}
