import { expect, test } from 'vitest';
import { findModel, listModels, registerModel } from '../../../main/database/models.ts';
import { aModelCard } from '../../helpers/labRecords.ts';
import { codeOf, labErrorOf, openTempDatabase } from '../../helpers/openTempDatabase.ts';

test('a model is registered once for its weights, with the card it came with first', () => {
  const db = openTempDatabase();
  const first = registerModel(db, aModelCard());
  expect(registerModel(db, aModelCard({ intendedUse: 'other words' }))).toEqual(first);
  expect(listModels(db)).toEqual([first]);
  expect(first.sha256.startsWith(first.id)).toBe(true);
});

test('the same weights with other preprocessing are refused', () => {
  const db = openTempDatabase();
  registerModel(db, aModelCard());
  const { preprocessing } = aModelCard();
  const card = aModelCard({ preprocessing: { ...preprocessing, inputPx: 96 } });
  expect(codeOf(() => registerModel(db, card))).toBe('model-corrupt');
});

test('a model is found by id, hash, name and version; by its name alone the newest', () => {
  const db = openTempDatabase();
  const old = registerModel(db, aModelCard());
  const young = registerModel(db, aModelCard({ version: '2.0.0' }, 'other weights'));
  for (const wanted of [old.id, old.sha256, 'tiny-1.0.0']) expect(findModel(db, wanted)).toEqual(old);
  expect(findModel(db, 'tiny')).toEqual(young);
  const unknown = labErrorOf(() => findModel(db, 'huge'));
  expect(unknown.code).toBe('model-unknown');
  expect(unknown.message).toContain('tiny-2.0.0');
});
