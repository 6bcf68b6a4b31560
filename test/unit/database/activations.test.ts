import { expect, test } from 'vitest';
import { appendActivation, listActivations } from '../../../main/database/activations.ts';
import { listAudit, verifyAuditChain } from '../../../main/database/audit.ts';
import { sha256Of } from '../../helpers/labRecords.ts';
import { openTempDatabase } from '../../helpers/openTempDatabase.ts';

const model = { fullName: 'mine-1.0.0', sha256: sha256Of('mine'), person: 'Ada', isRollback: false };

test('activations are kept in their order, each in the audit chain', () => {
  const db = openTempDatabase();
  expect(listActivations(db)).toEqual([]);
  const kept = [
    appendActivation(db, model),
    appendActivation(db, { ...model, fullName: 'other-1.0.0', sha256: sha256Of('other') }),
    appendActivation(db, { ...model, isRollback: true, person: 'Bea' }),
  ];
  expect(listActivations(db)).toEqual(kept);
  expect(listAudit(db).slice(-3)).toMatchObject([
    { actor: 'Ada', action: 'model-activated', subject: 'mine-1.0.0', details: { sha256: model.sha256 } },
    { actor: 'Ada', action: 'model-activated', subject: 'other-1.0.0' },
    { actor: 'Bea', action: 'model-rolled-back', subject: 'mine-1.0.0' },
  ]);
  expect(verifyAuditChain(db).isIntact).toBe(true);
});

test('what was activated is neither changed nor removed', () => {
  const db = openTempDatabase();
  appendActivation(db, model);
  for (const statement of ["UPDATE model_activations SET person = 'Eve'", 'DELETE FROM model_activations'])
    expect(() => db.prepare(statement).run()).toThrow('append-only');
  expect(listActivations(db)).toHaveLength(1);
});

test('an activation without a person or a hash is refused whole', () => {
  const db = openTempDatabase();
  const auditCount = listAudit(db).length;
  for (const part of [{ person: '' }, { sha256: 'short' }, { fullName: '' }])
    expect(() => appendActivation(db, { ...model, ...part })).toThrow('CHECK constraint');
  expect([listActivations(db), listAudit(db).length]).toEqual([[], auditCount]);
});
