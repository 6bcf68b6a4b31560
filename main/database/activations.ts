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
    verdict_id: z.string().nullable(),
    override_reason: z.string().nullable(),
    is_unmeasured: z.int(),
  })
  .transform(
    (row): ModelActivation => ({
      fullName: row.full_name,
      sha256: row.sha256,
      person: row.person,
      isRollback: row.is_rollback === 1,
      at: row.at,
      verdictId: row.verdict_id ?? undefined,
      overrideReason: row.override_reason ?? undefined,
      isUnmeasured: row.is_unmeasured === 1,
    }),
  );

/** Every change of the model that scans use, the newest last. */
export function listActivations(db: Db): readonly ModelActivation[] {
  const select = `SELECT full_name, sha256, person, is_rollback, at, verdict_id, override_reason, is_unmeasured
    FROM model_activations ORDER BY sequence`;
  return translating(db, 'list the activations', () => readRows(rowSchema, prepare(db, select).all()));
}

/** Scans use this model from now on; on disk when this returns. */
export function appendActivation(db: Db, activation: Omit<ModelActivation, 'at'>): ModelActivation {
  return inTransaction(db, 'activate the model', () => {
    const at = new Date().toISOString();
    const { fullName, sha256, person, isRollback, verdictId, overrideReason } = activation;
    const isUnmeasured = activation.isUnmeasured ?? false;
    const insert = prepare(
      db,
      `INSERT INTO model_activations
        (full_name, sha256, person, is_rollback, at, verdict_id, override_reason, is_unmeasured)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    const gate = [verdictId ?? null, overrideReason ?? null, isUnmeasured ? 1 : 0];
    const changed = insert.run(fullName, sha256, person, isRollback ? 1 : 0, at, ...gate);
    assertOneChanged(changed, 'model_activations');
    const details = {
      sha256,
      ...(verdictId === undefined ? {} : { verdict: verdictId }),
      ...(overrideReason === undefined ? {} : { overrideReason }),
      ...(isUnmeasured ? { isUnmeasured } : {}),
    };
    appendAudit(db, { actor: person, action: actionOf(activation), subject: fullName, details, at });
    return { ...activation, isUnmeasured, at };
  });
}

function actionOf(activation: Pick<ModelActivation, 'isRollback' | 'overrideReason'>): string {
  if (activation.isRollback) return 'model-rolled-back';
  return activation.overrideReason === undefined ? 'model-activated' : 'model-activated-by-override';
}
