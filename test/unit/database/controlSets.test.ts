import { expect, test } from 'vitest';
import { appendActivation, listActivations } from '../../../main/database/activations.ts';
import { listAudit, verifyAuditChain } from '../../../main/database/audit.ts';
import {
  listControlItems,
  listControlSets,
  type NewControlSet,
  readControlHashes,
  recordControlSet,
} from '../../../main/database/controlSets.ts';
import { listVerdicts, recordVerdict } from '../../../main/database/gateVerdicts.ts';
import type { GateVerdict } from '../../../main/domain/gateVerdict.ts';
import { sha256Of } from '../../helpers/labRecords.ts';
import { openTempDatabase } from '../../helpers/openTempDatabase.ts';

const items = [
  { sha256: sha256Of('1'), cellClass: 'benign', extension: '.png', slideSha256: sha256Of('slide') },
  { sha256: sha256Of('2'), cellClass: 'pre-b', extension: '.png', slideSha256: sha256Of('slide') },
  { sha256: sha256Of('3'), cellClass: 'pre-b', extension: '.jpg', slideSha256: undefined },
] as const;
const aSet = (part: Partial<NewControlSet> = {}): NewControlSet => ({
  ...{ origin: 'reviews', source: '1 of 3 slides', sha256: sha256Of('set'), items, person: 'Ada' },
  ...part,
});
const aVerdict = (part: Partial<GateVerdict> = {}): GateVerdict => ({
  id: 'verdict-1',
  challenger: { fullName: 'mine-1.0.0', sha256: sha256Of('mine'), isShipped: false },
  decision: 'refused',
  reasons: [{ reason: 'blast-sensitivity-below-floor', detail: 'it finds 1 of 2 blasts' }],
  floor: 0.95,
  blastClasses: ['pre-b'],
  person: 'Ada',
  at: '2026-11-25T08:00:00.000Z',
  ...part,
});

test('a new control set supersedes the one before, which stays as it was', () => {
  const db = openTempDatabase();
  expect([listControlSets(db), [...readControlHashes(db).pictures]]).toEqual([[], []]);
  const first = recordControlSet(db, aSet());
  expect(first).toMatchObject({
    ...{ version: 1, slideCount: 1, person: 'Ada' },
    counts: { benign: 1, 'pre-b': 2, 'early-pre-b': 0, 'pro-b': 0 },
  });
  const folder = [{ ...items[2], sha256: sha256Of('4') }];
  const second = recordControlSet(db, aSet({ origin: 'folder', source: 'control', items: folder }));
  expect(listControlSets(db)).toEqual([first, second]);
  expect(listControlItems(db, 1)).toEqual(items.toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1)));
  // what was once a control is never learned, though a newer set is judged on
  const { pictures, slides } = readControlHashes(db);
  expect(pictures).toEqual(new Set(['1', '2', '3', '4'].map(sha256Of)));
  expect(slides).toEqual(new Set([sha256Of('slide')]));
  expect(listAudit(db).slice(-2)).toMatchObject([
    { actor: 'Ada', action: 'control-set-locked', subject: 'control-set-1', details: { items: 3 } },
    { subject: 'control-set-2', details: { origin: 'folder' } },
  ]);
});

test('a control set is locked whole or not at all, and nothing of it is changed', () => {
  const db = openTempDatabase();
  expect(() => recordControlSet(db, aSet({ items: [...items, items[0]] }))).toThrow('UNIQUE');
  expect(listControlSets(db)).toEqual([]);
  recordControlSet(db, aSet());
  for (const statement of [
    "UPDATE control_sets SET source = 'other'",
    'DELETE FROM control_sets',
    "UPDATE control_items SET cell_class = 'benign'",
    'DELETE FROM control_items',
  ])
    expect(() => db.prepare(statement).run()).toThrow('append-only');
});

test('a verdict is read as it was written, and stands beside the activation that it led to', () => {
  const db = openTempDatabase();
  const control = recordControlSet(db, aSet());
  const champion = { fullName: 'tiny-1.0.0', sha256: sha256Of('tiny'), isShipped: true };
  const verdicts = [aVerdict(), aVerdict({ id: 'verdict-2', champion, controlSetVersion: control.version })];
  for (const verdict of verdicts) recordVerdict(db, verdict);
  expect(listVerdicts(db, sha256Of('mine'))).toEqual(verdicts);
  expect(listVerdicts(db, sha256Of('tiny'))).toEqual([]);
  expect(() => db.prepare("UPDATE gate_verdicts SET decision = 'allowed'").run()).toThrow('append-only');
  expect(() => recordVerdict(db, aVerdict({ id: 'verdict-3', controlSetVersion: 9 }))).toThrow('FOREIGN KEY');

  const model = { fullName: 'mine-1.0.0', sha256: sha256Of('mine'), person: 'Ada', isRollback: false };
  const overrideReason = 'Agreed at the quality meeting.';
  appendActivation(db, { ...model, verdictId: 'verdict-2', overrideReason });
  expect(listActivations(db)).toMatchObject([
    { verdictId: 'verdict-2', overrideReason, isUnmeasured: false },
  ]);
  expect(listAudit(db).slice(-2)).toMatchObject([
    { action: 'model-judged', subject: 'mine-1.0.0', details: { decision: 'refused', controlSet: 1 } },
    { action: 'model-activated-by-override', details: { verdict: 'verdict-2', overrideReason } },
  ]);
  expect(() => appendActivation(db, { ...model, overrideReason: 'because' })).toThrow('CHECK constraint');
  expect(verifyAuditChain(db).isIntact).toBe(true);
});
