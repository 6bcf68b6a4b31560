import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { ModelCard } from '../../../main/domain/modelCard.ts';
import { chooseModel } from '../../../main/workflows/chooseModel.ts';
import { listModels } from '../../../main/workflows/listModels.ts';
import { aModelCard } from '../../helpers/aModelCard.ts';
import { aTempFolder } from '../setup/aTempFolder.ts';

let models = '';

beforeEach(async () => {
  models = await aTempFolder();
});

async function givenModel(folderName: string, card: Partial<ModelCard> | string): Promise<void> {
  await mkdir(join(models, folderName));
  const sha256 = createHash('sha256').update('weights').digest('hex');
  const weights = { file: 'weights.bin' as const, sha256, sizeBytes: 7 };
  const text = typeof card === 'string' ? card : JSON.stringify(aModelCard({ weights, ...card }));
  await writeFile(join(models, folderName, 'card.json'), text);
  await writeFile(join(models, folderName, 'weights.bin'), 'weights');
}

const finder = JSON.stringify({
  name: 'cell-finder',
  version: '1.0.0',
  task: 'find-cells',
  weights: { sha256: 'x' },
});

test('without a name the newest classifier is taken, never the cell finder', async () => {
  await givenModel('old-2.0.0', { name: 'old', version: '2.0.0', createdAt: '2026-01-01T00:00:00Z' });
  await givenModel('new-1.0.0', { name: 'new', version: '1.0.0', createdAt: '2026-02-01T00:00:00Z' });
  await givenModel('cell-finder-1.0.0', finder);
  expect((await chooseModel(undefined, models)).card.name).toBe('new');
});

test('a name means its newest version, a name with a version that one, and a folder itself', async () => {
  await givenModel('a-1.9.0', { name: 'a', version: '1.9.0' });
  await givenModel('a-1.10.0', { name: 'a', version: '1.10.0' });
  const versions = await Promise.all(
    ['a', 'a-1.9.0', join(models, 'a-1.9.0')].map(
      async (wanted) => (await chooseModel(wanted, models)).card.version,
    ),
  );
  expect(versions).toEqual(['1.10.0', '1.9.0', '1.9.0']);
});

test('an unknown model is refused with those that there are', async () => {
  await givenModel('a-1.0.0', { name: 'a', version: '1.0.0' });
  await expect(chooseModel('b', models)).rejects.toMatchObject({
    code: 'model-unknown',
    message: expect.stringContaining('There is: a-1.0.0'),
  });
});

test('the cell finder is no classifier', async () => {
  await givenModel('cell-finder-1.0.0', finder);
  await expect(chooseModel('cell-finder', models)).rejects.toMatchObject({ code: 'model-unknown' });
});

test('where there is no model, the message says how to make one', async () => {
  await expect(chooseModel(undefined, models)).rejects.toThrow(/lab train/);
});

test.each(['{"name": ', '{}'])(
  'a damaged card (%s) makes the model corrupt, and hides no other',
  async (card) => {
    await givenModel('bad-1.0.0', card);
    await givenModel('good-1.0.0', { name: 'good', version: '1.0.0' });
    await expect(chooseModel(join(models, 'bad-1.0.0'), models)).rejects.toMatchObject({
      code: 'model-corrupt',
    });
    expect((await chooseModel('good', models)).card.name).toBe('good');
  },
);

test('weights that are not those of the card are told in the list', async () => {
  await givenModel('a-1.0.0', { name: 'a' });
  await givenModel('b-1.0.0', { name: 'b' });
  await writeFile(join(models, 'b-1.0.0', 'weights.bin'), 'other');
  const problems = (await listModels(true, models)).map(({ problem }) => problem);
  expect(problems).toEqual([undefined, expect.stringContaining('SHA-256')]);
});
