import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { appendActivation, listActivations } from '../../../main/database/activations.ts';
import { verifyAuditChain } from '../../../main/database/audit.ts';
import { checkIntegrity } from '../../../main/database/checkDatabase.ts';
import type { Db } from '../../../main/database/db.ts';
import { migrateDatabase } from '../../../main/database/migrate.ts';
import { readMigrations } from '../../../main/database/migrations.ts';
import { listSigningKeys, recordSigningKey } from '../../../main/database/signingKeys.ts';
import {
  claimTrainingRun,
  findTrainingRun,
  listHeldTrainings,
  listTrainingRuns,
  recordTrainingRun,
  releaseTrainingRun,
  type TrainingOrder,
  updateTrainingRun,
} from '../../../main/database/trainingRuns.ts';
import type { TrainingRun } from '../../../main/domain/trainingRun.ts';
import { describeLabels } from '../../../main/workflows/describeLabels.ts';
import { someFigures } from '../../helpers/aReviewedLab.ts';
import { sha256Of } from '../../helpers/labRecords.ts';
import { aTempFolder, openTempDatabase } from '../../helpers/openTempDatabase.ts';

const migrations = readMigrations();

/** A database of version 0.2, which knew neither trainings nor keys, with a cell that was reviewed. */
function aMigratedDatabase(): Db {
  const db = new Database(join(aTempFolder(), 'lab.db'));
  onTestFinished(() => {
    db.close();
  });
  migrateDatabase(
    db,
    migrations.filter(({ number }) => number <= 80),
  );
  db.exec(`
    INSERT INTO slides (id, name, path, kind, sha256, size_bytes, state, is_synthetic, created_at)
      VALUES ('a', 'smear-1.svs', '/slides/smear-1.svs', 'image-file', '${sha256Of('1')}', 10, 'scanned', 0,
        '2026-11-01T08:00:00.000Z');
    INSERT INTO models VALUES ('model', 'tiny', '1.0.0', '${sha256Of('weights')}', '{}', '2026-11-01T08:00:00.000Z');
    INSERT INTO scans (id, slide_id, model_id, program_version, started_at, finished_at, duration_ms,
      red_cell_diameter_px, cell_count)
      VALUES (7, 'a', 'model', '0.2.0', '2026-11-01T08:00:00.000Z', '2026-11-01T08:00:02.000Z', 2000, 72, 1);
    INSERT INTO fields (scan_id, field_index, name, width_px, height_px) VALUES (7, 0, 'f1.jpg', 800, 600);
    INSERT INTO cells (id, scan_id, field_index, x_px, y_px, width_px, height_px, score)
      VALUES (3, 7, 0, 10, 20, 40, 40, 0.9);
    INSERT INTO predictions VALUES (3, 'model', 'pre-b', 0.1, 0.1, 0.7, 0.1);
    INSERT INTO reviews (id, cell_id, reviewer, verdict, at)
      VALUES ('review', 3, 'Ada', 'benign', '2026-11-02T08:00:00.000Z');`);
  migrateDatabase(db, migrations);
  return db;
}

const order: TrainingOrder = {
  ...{ name: 'mine', version: '1.0.0', parent: null, epochs: 2 },
  ...{ optimizer: 'adamax', learningRate: 0.001, seed: 1 },
};

function aRun(part: Partial<TrainingRun> = {}): TrainingRun {
  return {
    ...{ id: 'run-1', modelName: 'mine-1.0.0', state: 'preparing', startedBy: 'Ada' },
    ...{ startedAt: '2026-11-02T08:00:00.000Z', finishedAt: undefined, parentName: undefined, epochCount: 2 },
    ...{ partCounts: undefined, splitNote: undefined, epochs: [], chosenEpoch: undefined, doneFraction: 0 },
    ...{ detail: '', remainingMs: undefined, failure: undefined, validationFigures: undefined },
    ...{ testFigures: undefined, activeFigures: undefined },
    ...part,
  };
}

test('a lab of before has no model activated, no training and no key, and its labels can be learned', () => {
  const db = aMigratedDatabase();
  expect([listActivations(db), listTrainingRuns(db), listSigningKeys(db)]).toEqual([[], [], []]);
  expect(describeLabels(db)).toMatchObject({ counts: { benign: 1, 'pre-b': 0 }, slideCount: 1 });
  const at = { validUntil: undefined, addedAt: '2026-11-03T08:00:00.000Z' };
  recordSigningKey(db, { id: 'key', commonName: 'Ada', ...at }, 'Ada');
  recordTrainingRun(db, aRun(), order);
  appendActivation(db, { fullName: 'a-1.0.0', sha256: sha256Of('a'), person: 'Ada', isRollback: false });
  expect(listSigningKeys(db)).toEqual([{ id: 'key', commonName: 'Ada', ...at }]);
  expect(checkIntegrity(db)).toEqual({ isIntact: true, problems: [] });
  expect(verifyAuditChain(db).isIntact).toBe(true);
});

test('trainings of before can be listed, resumed and put beside ones that wait', () => {
  const db = new Database(join(aTempFolder(), 'lab.db'));
  onTestFinished(() => {
    db.close();
  });
  migrateDatabase(
    db,
    migrations.filter(({ number }) => number <= 180),
  );
  for (const [at, state] of (['done', 'cancelled'] as const).entries())
    db.prepare('INSERT INTO training_runs (id, request, state, run, started_at) VALUES (?, ?, ?, ?, ?)').run(
      ...[`run-${at}`, JSON.stringify(order), state, JSON.stringify(aRun({ id: `run-${at}`, state }))],
      '2026-11-02T08:00:00.000Z',
    );
  migrateDatabase(db, migrations);
  recordTrainingRun(db, aRun({ id: 'run-2', state: 'waiting' }), { ...order, learned: 'head' });
  updateTrainingRun(db, aRun({ id: 'run-1', state: 'paused' }));
  expect(listTrainingRuns(db).map(({ id, state }) => [id, state])).toEqual([
    ['run-2', 'waiting'],
    ['run-1', 'paused'],
    ['run-0', 'done'],
  ]);
  expect(findTrainingRun(db, 'run-0')?.order).toEqual(order);
  expect(findTrainingRun(db, 'run-2')?.order.learned).toBe('head');
});

test('a training is read as it was written, the newest first', () => {
  const db = openTempDatabase();
  recordTrainingRun(db, aRun(), order);
  recordTrainingRun(db, aRun({ id: 'run-2' }), order);
  const epoch = {
    epoch: 1,
    trainLoss: 1,
    validationLoss: 1,
    validationAccuracy: 0.5,
    validationMacroF1: 0.5,
  };
  const done = aRun({
    ...{ state: 'done', finishedAt: '2026-11-02T09:00:00.000Z', parentName: 'tiny-1.0.0', chosenEpoch: 1 },
    ...{ partCounts: { train: 8, validation: 4, test: 4 }, splitNote: 'by slide', doneFraction: 1 },
    epochs: [
      { ...epoch, trainAccuracy: 0.5 },
      { ...epoch, epoch: 2, trainAccuracy: undefined },
    ],
    ...{ validationFigures: someFigures, testFigures: someFigures, remainingMs: 12.5 },
    activeFigures: { fullName: 'tiny-1.0.0', validation: someFigures, test: undefined },
  });
  updateTrainingRun(db, done);
  expect(listTrainingRuns(db)).toStrictEqual([aRun({ id: 'run-2' }), done]);
  expect(findTrainingRun(db, 'run-1')).toStrictEqual({ run: done, order });
  expect(findTrainingRun(db, 'run-3')).toBeUndefined();
  expect(() => updateTrainingRun(db, aRun({ id: 'run-3' }))).toThrow();
});

test('one training is at work, until it ends or is let go or its process dies', () => {
  const db = openTempDatabase();
  recordTrainingRun(db, aRun({ id: 'run-1', state: 'waiting' }), order);
  recordTrainingRun(db, aRun({ id: 'run-2', state: 'waiting' }), order);
  const [one, two] = [aRun({ id: 'run-1' }), aRun({ id: 'run-2' })];
  const isHeld = { processId: process.pid, isAlive: true };
  expect(claimTrainingRun(db, one)).toBeUndefined();
  expect(claimTrainingRun(db, two)).toEqual({ run: one, ...isHeld });
  // how far it is does not let it go, its end does
  updateTrainingRun(db, { ...one, state: 'running', doneFraction: 0.5 });
  expect(claimTrainingRun(db, two)).toMatchObject({ run: { id: 'run-1', doneFraction: 0.5 }, ...isHeld });
  updateTrainingRun(db, { ...one, state: 'cancelled' });
  expect(claimTrainingRun(db, two)).toBeUndefined();
  releaseTrainingRun(db, 'run-2');
  expect(listHeldTrainings(db)).toEqual([{ run: two, processId: undefined, isAlive: false }]);
  expect(claimTrainingRun(db, one)).toBeUndefined();
  db.prepare('UPDATE training_runs SET holder = ?').run(
    JSON.stringify({ processId: process.pid, started: 'another start', host: hostname() }),
  );
  expect(listHeldTrainings(db)).toMatchObject([{ isAlive: false }, { isAlive: false }]);
  // of another machine
  db.prepare('UPDATE training_runs SET holder = ?').run(
    JSON.stringify({ processId: process.pid, host: `not-${hostname()}` }),
  );
  expect(claimTrainingRun(db, aRun({ id: 'run-3' }), order)).toBeUndefined();
  expect(listTrainingRuns(db)[0]).toMatchObject({ id: 'run-3', state: 'preparing' });
});
