import { z } from 'zod';
import { learnedParts } from '../domain/learnedPart.ts';
import { figuresSchema } from '../domain/modelCard.ts';
import { type TrainingRun, trainingStates } from '../domain/trainingRun.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
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

const rowSchema = z.object({
  request: z.string().transform((text): unknown => JSON.parse(text)),
  run: z.string().transform((text): unknown => JSON.parse(text)),
});

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
  inTransaction(db, 'record the training', () => {
    const insert = prepare(
      db,
      'INSERT INTO training_runs (id, request, state, run, started_at) VALUES (?, ?, ?, ?, ?)',
    );
    const stored = [JSON.stringify(order), run.state, JSON.stringify(run), run.startedAt];
    assertOneChanged(insert.run(run.id, ...stored), 'training_runs');
    const details = { model: run.modelName, parent: run.parentName ?? '' };
    appendAudit(db, { actor: run.startedBy, action: 'training-started', subject: run.id, details });
  });
}

/** Notes how far a training is, or how it ended. */
export function updateTrainingRun(db: Db, run: TrainingRun): void {
  inTransaction(db, 'record the training', () => {
    const update = prepare(db, 'UPDATE training_runs SET state = ?, run = ? WHERE id = ?');
    assertOneChanged(update.run(run.state, JSON.stringify(run), run.id), 'training_runs');
  });
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
