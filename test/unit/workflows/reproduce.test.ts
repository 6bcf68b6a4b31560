import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ModelCard, modelCardSchema } from '../../../main/domain/modelCard.ts';
import { foldCount, reproductionPlan } from '../../../main/workflows/reproduce/plan.ts';
import { publishCard } from '../../../main/workflows/reproduce/publishCard.ts';
import { readRunRecord, writeRunRecord } from '../../../main/workflows/reproduce/runRecord.ts';
import { aModelCard } from '../../helpers/aModelCard.ts';
import { aScratchFolder } from '../../helpers/aSmearFolder.ts';

const plan = reproductionPlan;

test('every run of a comparison and the shipped one are in the plan, once', () => {
  const ids = plan.runs.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain(plan.shipped);
  for (const { run } of plan.comparisons.flatMap(({ rows }) => rows)) expect(ids).toContain(run);
});

test('the shipped recipe is tested on every fold of both protocols', () => {
  const shipped = plan.runs.find(({ id }) => id === plan.shipped);
  const folds = plan.runs
    .filter(({ settings }) => settings === shipped?.settings)
    .map(({ column, fold }) => `${column} ${fold}`);
  expect(folds.toSorted()).toEqual(
    ['random_fold', 'stain_fold'].flatMap((column) =>
      Array.from({ length: foldCount }, (_, fold) => `${column} ${fold}`),
    ),
  );
});

/** A card of a model of cells: accuracy by picture 1, baseline as told. */
function aRunCard(sha: string, baseline: number): ModelCard {
  const [evaluation] = aModelCard().evaluations;
  if (evaluation === undefined) throw new Error('The card has no evaluation');
  const of = (protocol: string) => ({ ...evaluation, protocol });
  return aModelCard({
    trainedOn: 'cells',
    weights: { file: 'weights.bin', sha256: sha.repeat(64), sizeBytes: 1_000_000 },
    evaluations: [
      of('validation part (the epoch was chosen on it)'),
      of('validation part (the epoch was chosen on it), by picture: the mean'),
      of('test part, read once'),
      of('test part, read once, by picture: the mean'),
    ],
    baselines: [{ name: 'colour', protocol: 'test part', accuracy: baseline, benignRecall: 0.5 }],
  });
}

const history = [1, 2, 3, 4].map((epoch) => ({
  epoch,
  trainLoss: 1 / epoch,
  validationLoss: 1.2 / epoch,
  accuracy: 1 - 0.4 / epoch,
  macroF1: 0.9,
}));

test('the shipped card tells the folds that were run, and the comparisons that can be made', async () => {
  const folder = await aScratchFolder();
  await writeRunRecord(folder, 'stain-0', { card: aRunCard('c', 0.8), history });
  await publishCard({ plan, modelFolder: folder });
  await expect(readFile(join(folder, 'card.json'))).rejects.toThrow(/ENOENT/);

  await writeRunRecord(folder, 'stain-3', { card: aRunCard('d', 0.6), history });
  await writeRunRecord(folder, 'cells-7', { card: aRunCard('e', 0.8), history });
  const otherSources = [
    {
      ...{ name: 'elsewhere', truth: 'benign' as const, count: 100 },
      ...{ benignCount: 90, blastCount: 1, unidentifiedCount: 9 },
    },
  ];
  await writeRunRecord(folder, plan.shipped, { card: aRunCard('f', 0.97), history, otherSources });
  await publishCard({ plan, modelFolder: folder });

  const card = modelCardSchema.parse(JSON.parse(await readFile(join(folder, 'card.json'), 'utf8')));
  expect(card.weights.sha256).toBe('f'.repeat(64));
  expect(card.crossValidation).toMatchObject([
    { protocol: 'random_fold', folds: [{ run: 'random-0', fold: 0 }] },
    { protocol: 'stain_fold', foldCount, folds: [{ fold: 0 }, { fold: 3, colour: { accuracy: 0.6 } }] },
  ]);
  expect(card.comparisons).toMatchObject([{ rows: [{ run: 'stain-0' }, { run: 'cells-7' }] }]);
  const text = await readFile(join(folder, 'CARD.md'), 'utf8');
  expect(text).toContain('Only 2 of the 5 folds were run: folds 0, 3.');
  expect(text).toContain('colour alone 70.0 % and 50.0 %');
  expect(text).toContain('| elsewhere | benign | 100 | 90 | 1 | 9 | 1.0 % (0.0 % to 5.4 %) |');
  expect(await readFile(join(folder, 'curves.svg'), 'utf8')).toMatch(/^<svg .*polyline/s);
});

test('a record that was damaged is refused by name', async () => {
  const folder = await aScratchFolder();
  await writeRunRecord(folder, 'stain-0', { card: aRunCard('c', 0.8), history });
  expect(await readRunRecord(folder, 'stain-1')).toBeUndefined();
  await writeRunRecord(folder, 'stain-0', { card: { ...aRunCard('c', 0.8), version: 'new' }, history });
  await expect(readRunRecord(folder, 'stain-0')).rejects.toMatchObject({
    code: 'model-corrupt',
    message: expect.stringContaining('stain-0.json'),
  });
});
