import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { buildDataset } from '../../../main/workflows/buildDataset.ts';
import { listDataset } from '../../../main/workflows/listDataset.ts';
import { parseSplitRows } from '../../../main/workflows/readSplitFile.ts';
import { aTempFolder } from '../setup/aTempFolder.ts';

const classFolders = ['Benign', 'Early', 'Pre', 'Pro'];

/** A dataset folder; the content of each file is what tells identical pictures. */
async function aDataset(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await aTempFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

function imagesOf(count: number, contentOf = (folder: string, index: number) => `${folder}${index}`) {
  return Object.fromEntries(
    classFolders.flatMap((folder) =>
      Array.from({ length: count }, (_, index) => [`${folder}/${index}.jpg`, contentOf(folder, index)]),
    ),
  );
}

test('a dataset is one folder a class, by the names found in the wild; other files are passed over', async () => {
  const folder = await aDataset({
    ...imagesOf(1),
    'splits.tsv': 'x',
    'Pre/notes.txt': 'x',
    '.cache/a.jpg': 'x',
  });
  expect((await listDataset(folder)).map(({ name, cellClass }) => [name, cellClass])).toEqual([
    ['Benign/0.jpg', 'benign'],
    ['Early/0.jpg', 'early-pre-b'],
    ['Pre/0.jpg', 'pre-b'],
    ['Pro/0.jpg', 'pro-b'],
  ]);
});

test.each([
  ['a folder that is no class', { ...imagesOf(1), 'Unsorted/a.jpg': 'x' }, /Unsorted/],
  [
    'a class without images',
    { 'Benign/a.jpg': 'x', 'Early/a.jpg': 'x', 'Pre/a.jpg': 'x' },
    /pro-b.*at least 3 images/,
  ],
])('%s is refused', async (_, files, named) => {
  await expect(listDataset(await aDataset(files))).rejects.toMatchObject({
    code: 'dataset-invalid',
    message: expect.stringMatching(named),
  });
});

test('a dataset folder that is not there is named', async () => {
  await expect(listDataset('/nowhere/smears')).rejects.toMatchObject({ code: 'folder-missing' });
});

test('identical files stay together', async () => {
  const folder = await aDataset(imagesOf(20, (name, index) => `${name}${index >> 1}`));
  const parts = await buildDataset(folder, { kind: 'seed', seed: 5 });
  const partOf = new Map(
    Object.entries(parts).flatMap(([part, items]) =>
      (items as readonly { path: string }[]).map(({ path }) => [path, part] as const),
    ),
  );
  for (let index = 0; index < 20; index += 2)
    expect(partOf.get(join(folder, `Pro/${index}.jpg`))).toBe(
      partOf.get(join(folder, `Pro/${index + 1}.jpg`)),
    );
});

test('the same picture in two classes is refused, naming both', async () => {
  const folder = await aDataset({ ...imagesOf(5), 'Benign/same.jpg': 'twin', 'Pro/same.jpg': 'twin' });
  await expect(buildDataset(folder, { kind: 'seed', seed: 1 })).rejects.toMatchObject({
    code: 'dataset-invalid',
    message: expect.stringMatching(/Benign.same\.jpg.*Pro.same\.jpg/),
  });
});

function aSplitFile(count: number): string {
  const rows = classFolders.flatMap((name) =>
    Array.from({ length: count }, (_, index) => `${name}/${index}.jpg\t${index % 5}\t${index === 7 ? 1 : 0}`),
  );
  return ['file\trandom_fold\texact_copy', ...rows, ''].join('\n');
}

test('a split file decides, and exact copies are dropped', async () => {
  const folder = await aDataset({ ...imagesOf(10), 'splits.tsv': aSplitFile(10) });
  const choice = { kind: 'file' as const, path: join(folder, 'splits.tsv'), column: 'random_fold', fold: 1 };
  const parts = await buildDataset(folder, choice);
  expect([parts.train.length, parts.validation.length, parts.test.length]).toEqual([24, 4, 8]);
});

test('a split file of another dataset is refused', async () => {
  const folder = await aDataset({ ...imagesOf(5), 'splits.tsv': aSplitFile(6) });
  const choice = { kind: 'file' as const, path: join(folder, 'splits.tsv'), column: 'random_fold', fold: 0 };
  await expect(buildDataset(folder, choice)).rejects.toThrow(/5\.jpg, which is not in the dataset/);
});

test.each([
  ['a column that is not there', aSplitFile(1), 'stain_fold', 'argument-invalid'],
  ['a fold that is no number', 'file\tfold\texact_copy\na.jpg\tx\t0\n', 'fold', 'dataset-invalid'],
  ['no row', 'file\tfold\texact_copy\n', 'fold', 'dataset-invalid'],
])('a split file with %s is refused', (_, text, column, code) => {
  expect(() => parseSplitRows(text, 'splits.tsv', column)).toThrow(expect.objectContaining({ code }));
});
