import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Db } from '../../../main/database/open.ts';
import { updateSettings } from '../../../main/database/settings.ts';
import { activateModel } from '../../../main/workflows/activateModel.ts';
import { findStationModel, readActiveModel, rollBackModel } from '../../../main/workflows/activeModel.ts';
import { describeModels, listModelActivations } from '../../../main/workflows/describeModels.ts';
import { aFakeCompute, installModel } from '../../helpers/aReviewedLab.ts';
import { aTempFolder, openTempDatabase } from '../../helpers/openTempDatabase.ts';
import { shipped } from '../../helpers/shippedModel.ts';

function toolsOf(db: Db, folder: string) {
  const folders = { models: folder, controlSets: join(folder, 'none') };
  return { db, folders, compute: aFakeCompute().client };
}

/** A station where Ada works, with two models of its own. */
function aStation() {
  const db = openTempDatabase();
  updateSettings(db, { person: { name: 'Ada', role: 'haematologist' } });
  const folder = join(aTempFolder(), 'models');
  for (const name of ['first', 'second']) installModel(folder, name);
  return {
    ...{ db, folder },
    // no control set is locked here: see gate.test.ts
    activate: (fullName: string) => activateModel(toolsOf(db, folder), { fullName, isUnmeasured: true }),
    rollBack: async () => (await rollBackModel(db, folder)).fullName,
    active: async () => {
      const { card } = await readActiveModel(db, folder);
      return `${card.name}-${card.version}`;
    },
    marked: async () =>
      (await describeModels(db, folder)).filter(({ isActive }) => isActive).map(({ fullName }) => fullName),
  };
}

test('scans use the model of the program until one is activated', async () => {
  const { active, activate, marked, db } = aStation();
  expect([await active(), await marked()]).toEqual([shipped, [shipped]]);
  expect(await activate('second-1.0.0')).toMatchObject({ person: 'Ada', isRollback: false });
  expect([await active(), await marked()]).toEqual(['second-1.0.0', ['second-1.0.0']]);
  expect(listModelActivations(db)).toHaveLength(1);
});

test('each rollback goes one model further back, at last to that of the program, and no further', async () => {
  const { active, activate, rollBack, marked, db } = aStation();
  await expect(rollBack()).rejects.toMatchObject({ code: 'argument-invalid' });
  await activate('first-1.0.0');
  await activate('second-1.0.0');
  expect([await rollBack(), await active()]).toEqual(['first-1.0.0', 'first-1.0.0']);
  expect([await rollBack(), await active(), await marked()]).toEqual([shipped, shipped, [shipped]]);
  await expect(rollBack()).rejects.toMatchObject({ code: 'argument-invalid' });
  expect(await active()).toBe(shipped);
  expect(listModelActivations(db).map(({ isRollback }) => isRollback)).toEqual([false, false, true, true]);
});

test('after a rollback the next activation is what is taken back, not what was taken back before', async () => {
  const { activate, rollBack } = aStation();
  await activate('first-1.0.0');
  await activate('second-1.0.0');
  await rollBack();
  await activate(shipped);
  expect([await rollBack(), await rollBack()]).toEqual(['first-1.0.0', shipped]);
});

test('a model that is activated twice is taken back at once', async () => {
  const { activate, rollBack } = aStation();
  await activate('first-1.0.0');
  await activate('second-1.0.0');
  await activate('second-1.0.0');
  expect(await rollBack()).toBe('first-1.0.0');
});

test('the model of the program, activated first, has nothing before it', async () => {
  const { activate, rollBack } = aStation();
  await activate(shipped);
  await expect(rollBack()).rejects.toMatchObject({ code: 'argument-invalid' });
});

test('a model that is damaged or not there is neither activated nor gone back to', async () => {
  const { activate, rollBack, active, folder } = aStation();
  await activate('first-1.0.0');
  await activate('second-1.0.0');
  writeFileSync(join(folder, 'first-1.0.0', 'weights.bin'), 'torn');
  await expect(activate('first-1.0.0')).rejects.toMatchObject({ code: 'model-corrupt' });
  await expect(rollBack()).rejects.toMatchObject({ code: 'model-corrupt' });
  await expect(activate('none-1.0.0')).rejects.toMatchObject({ code: 'model-unknown' });
  expect(await active()).toBe('second-1.0.0');
});

test('an active model whose folder is gone is named, and another one can be activated', async () => {
  const { activate, active, marked, folder } = aStation();
  await activate('first-1.0.0');
  rmSync(join(folder, 'first-1.0.0'), { recursive: true });
  await expect(active()).rejects.toMatchObject({
    code: 'model-unknown',
    message: expect.stringContaining('first-1.0.0'),
  });
  expect(await marked()).toEqual([]);
  await activate('second-1.0.0');
  expect(await active()).toBe('second-1.0.0');
});

test('nobody changes the model without a name', async () => {
  const db = openTempDatabase();
  const folder = aTempFolder();
  await expect(activateModel(toolsOf(db, folder), { fullName: shipped })).rejects.toMatchObject({
    code: 'person-unknown',
  });
  await expect(rollBackModel(db, folder)).rejects.toMatchObject({ code: 'person-unknown' });
  expect(listModelActivations(db)).toEqual([]);
});

test('a model whose card cannot be read is listed with what is wrong', async () => {
  const { db, folder } = aStation();
  writeFileSync(join(folder, 'first-1.0.0', 'card.json'), '{');
  const models = await describeModels(db, folder);
  expect(models.find(({ name }) => name === 'first-1.0.0')).toMatchObject({
    ...{ card: undefined, problem: expect.stringContaining('card.json'), isActive: false, isShipped: false },
  });
  expect(models.find(({ name }) => name === 'second')).toMatchObject({ problem: undefined });
});

test('a model of another schema version is listed with the reason, and nothing goes on from it', async () => {
  const { db, folder, activate } = aStation();
  const path = join(folder, 'first-1.0.0', 'card.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), schemaVersion: 2 }));
  const problem = expect.stringContaining('schema version 2, and this program reads 1; update the program');
  const models = await describeModels(db, folder);
  expect(models.find(({ name }) => name === 'first')).toMatchObject({ card: undefined, problem });
  await expect(findStationModel(folder, 'first-1.0.0')).rejects.toMatchObject({
    ...{ code: 'model-corrupt', message: problem },
  });
  await expect(activate('first-1.0.0')).rejects.toMatchObject({ code: 'model-corrupt', message: problem });
  // a form that keeps not even the name is told by its version all the same
  writeFileSync(path, JSON.stringify({ schemaVersion: 3, model: 'first' }));
  expect((await describeModels(db, folder)).map((one) => one.problem)).toContainEqual(
    expect.stringContaining('schema version 3'),
  );
});
