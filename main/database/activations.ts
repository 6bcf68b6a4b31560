import { z } from 'zod';
import type { ModelActivation } from '../domain/trainingRun.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { assertOneChanged, inTransaction, translating } from './transaction.ts';

const rowSchema = z
  .object({
    full_name: z.string(),
    sha256: z.string(),
    person: z.string(),
    is_rollback: z.int(),
    at: z.string(),
  })
  .transform(
    (row): ModelActivation => ({
      fullName: row.full_name,
      sha256: row.sha256,
      person: row.person,
      isRollback: row.is_rollback === 1,
      at: row.at,
    }),
  );

/** Every change of the model that scans use, the newest last. */
export function listActivations(db: Db): readonly ModelActivation[] {
  const select = 'SELECT full_name, sha256, person, is_rollback, at FROM model_activations ORDER BY sequence';
  return translating(db, 'list the activations', () => readRows(rowSchema, prepare(db, select).all()));
}

/** Scans use this model from now on; on disk when this returns. */
export function appendActivation(db: Db, activation: Omit<ModelActivation, 'at'>): ModelActivation {
  return inTransaction(db, 'activate the model', () => {
    const at = new Date().toISOString();
    const { fullName, sha256, person, isRollback } = activation;
    const insert = prepare(
      db,
      'INSERT INTO model_activations (full_name, sha256, person, is_rollback, at) VALUES (?, ?, ?, ?, ?)',
    );
    assertOneChanged(insert.run(fullName, sha256, person, isRollback ? 1 : 0, at), 'model_activations');
    const action = isRollback ? 'model-rolled-back' : 'model-activated';
    appendAudit(db, { actor: person, action, subject: fullName, details: { sha256 }, at });
    return { ...activation, at };
  });
}
