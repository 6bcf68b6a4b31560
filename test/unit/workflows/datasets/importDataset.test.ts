import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CellClass } from '../../../../main/domain/cellClass.ts';
import type { ImportSummary } from '../../../../main/domain/datasetImport.ts';
import type { DatasetItem } from '../../../../main/domain/datasetItem.ts';
import { type ImportPlan, importDataset } from '../../../../main/workflows/datasets/importDataset.ts';
import { readDatasetList } from '../../../../main/workflows/readDatasetList.ts';
import { aTempFolder } from '../../setup/aTempFolder.ts';
import { aDatasetFolder } from './aDatasetFolder.ts';

type Options = Partial<Omit<ImportPlan, 'classes'>> & {
  readonly classes?: Readonly<Record<string, CellClass>>;
  readonly redCellClass?: string;
};

async function runImport(
  from: string,
  format: ImportPlan['format'],
  { classes = {}, redCellClass, ...options }: Options = {},
): Promise<{ readonly summary: ImportSummary; readonly items: readonly DatasetItem[] }> {
  const out = options.out ?? join(await aTempFolder(), 'list.jsonl');
  const summary = await importDataset(
    {
      ...{ format, from, out, mayReplace: false, source: 'smears', column: undefined, isStrict: false },
      ...options,
      classes: { named: new Map(Object.entries(classes)), redCellClass },
    },
    { signal: new AbortController().signal },
  );
  const lines = (await readFile(out, 'utf8')).trim().split('\n');
  return { summary, items: lines.map((line) => JSON.parse(line) as DatasetItem) };
}

test('class folders become items; an unreadable picture is told and left out', async () => {
  const folder = await aDatasetFolder({
    'Benign/a.png': {},
    'Early/b.png': {},
    'blasts/deep/c.png': {},
    'Other/d.png': {},
    'Pro/broken.png': 'not a picture',
    'Pro/notes.txt': 'x',
  });
  const { summary, items } = await runImport(folder, 'folders', { classes: { Blasts: 'pre-b' } });
  expect(items).toEqual([
    { file: join(folder, 'Benign/a.png'), cellClass: 'benign', source: 'smears' },
    { file: join(folder, 'Early/b.png'), cellClass: 'early-pre-b', source: 'smears' },
    { file: join(folder, 'blasts/deep/c.png'), cellClass: 'pre-b', source: 'smears' },
  ]);
  expect(summary).toMatchObject({
    leftOut: [{ className: 'Other', count: 1 }],
    problemCount: 1,
    problems: [{ file: join(folder, 'Pro/broken.png') }],
  });
});

test('a list within its dataset names pictures relative to it', async () => {
  const folder = await aDatasetFolder({ 'Benign/a.png': {} });
  const { items } = await runImport(folder, 'folders', { out: join(folder, 'list.jsonl') });
  expect(items[0]?.file).toBe('Benign/a.png');
});

test('a YOLO dataset: parts, scale by red cells, what is damaged by file and line', async () => {
  const folder = await aDatasetFolder({
    'data.yaml': "names: ['WBC', 'RBC', 'Platelets']",
    'images/train/a.png': {},
    'labels/train/a.txt': '0 0.5 0.5 0.2 0.25\n1 0.3 0.5 0.1 0.125\n2 0.1 0.1 0.1 0.1\n',
    'images/val/b.png': {},
    'labels/val/b.txt': '0 0.95 0.5 0.2 0.25\n0 0.5 0.5 0 0\n0 NaN 0.5 0.1 0.1\n0 0.5 0.5 0.1 0.1\n',
    'images/val/empty.png': {},
  });
  const { summary, items } = await runImport(folder, 'yolo', {
    classes: { wbc: 'benign' },
    redCellClass: 'RBC',
  });
  expect(items).toMatchObject([
    { part: 'train', cell: { xPx: 40, yPx: 30, widthPx: 20, heightPx: 20 }, redCellDiameterPx: 10 },
    { part: 'validation', cell: { widthPx: 10 } },
  ]);
  expect(items[1]).not.toHaveProperty('redCellDiameterPx');
  const labels = join(folder, 'labels/val/b.txt');
  expect(summary.problems).toEqual([
    { file: labels, line: 1, message: expect.stringContaining('reaches out of its picture') },
    { file: labels, line: 2, message: expect.stringContaining('has no size') },
    { file: labels, line: 3, message: expect.stringContaining('no number') },
  ]);
  expect(summary).toMatchObject({
    itemCount: 2,
    leftOut: [{ className: 'Platelets', count: 1 }],
    measuredCount: 1,
  });
});

const vocOf = (name: string, size: readonly [number, number]) =>
  `<annotation><filename>${name}</filename><size><width>${size[0]}</width><height>${size[1]}</height></size><object><name>WBC</name><bndbox><xmin>10</xmin><ymin>10</ymin><xmax>40</xmax><ymax>50</ymax></bndbox></object></annotation>`;

test('one damaged annotation of a VOC dataset does not stop the others', async () => {
  const folder = await aDatasetFolder({
    'JPEGImages/a.png': {},
    'JPEGImages/b.png': {},
    'JPEGImages/c.png': {},
    'Annotations/a.xml': vocOf('a.png', [100, 80]),
    'Annotations/b.xml': vocOf('b.png', [100, 80]).slice(0, 120),
    'Annotations/c.xml': vocOf('c.png', [640, 480]),
    'Annotations/d.xml': vocOf('gone.png', [100, 80]),
    'ImageSets/Main/test.txt': 'a\n',
  });
  const { summary, items } = await runImport(folder, 'voc', { classes: { WBC: 'pro-b' } });
  expect(items).toMatchObject([{ part: 'test', cell: { xPx: 10, widthPx: 30 } }]);
  expect(summary.problems).toMatchObject([
    { file: join(folder, 'Annotations/b.xml'), message: expect.stringContaining('XML is damaged at line') },
    {
      file: join(folder, 'Annotations/c.xml'),
      message: expect.stringMatching(/made for a picture of 640 x 480.*has 100 x 80/),
    },
    { file: join(folder, 'Annotations/d.xml'), message: expect.stringContaining('no picture gone.png') },
  ]);
});

test('a COCO dataset with a missing picture and a damaged file', async () => {
  const coco = (names: readonly string[]) =>
    JSON.stringify({
      images: names.map((file_name, id) => ({ id, file_name })),
      categories: [{ id: 1, name: 'blast' }],
      annotations: names.map((_, id) => ({ image_id: id, category_id: 1, bbox: [1, 2, 30, 40] })),
    });
  const folder = await aDatasetFolder({
    'train2017/a.png': {},
    'val2017/a.png': {},
    'annotations/instances_train2017.json': coco(['a.png', 'gone.png']),
    'annotations/instances_val2017.json': coco(['val2017/a.png']),
    'annotations/broken.json': '{"images": [',
  });
  const { summary, items } = await runImport(folder, 'coco', { classes: { blast: 'pre-b' } });
  expect(items.map(({ part, cell }) => [part, cell?.widthPx])).toEqual([
    ['train', 30],
    ['validation', 30],
  ]);
  expect(summary.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('not a COCO file'),
    expect.stringContaining('gone.png is not in the dataset'),
  ]);
});

test('C-NMC pictures are grouped by patient; both classes need a say', async () => {
  const folder = await aDatasetFolder({
    'fold_1/all/UID_1_2_2_all.png': {},
    'fold_1/hem/UID_H10_47_2_hem.png': {},
    'fold_1/hem/readme.png': {},
  });
  const { summary, items } = await runImport(folder, 'c-nmc', { classes: { all: 'pre-b', hem: 'benign' } });
  expect(items).toMatchObject([
    { cellClass: 'pre-b', group: 'patient 1', fold: 1 },
    { cellClass: 'benign', group: 'patient H10', fold: 1 },
  ]);
  expect(summary.problemCount).toBe(1);
  await expect(runImport(folder, 'c-nmc')).rejects.toThrow(/It labels all, hem: say which class/);
});

test('the split file of kaggle-all gives twins, folds and copies', async () => {
  const folder = await aDatasetFolder({
    'Benign/a.png': {},
    'Benign/copy.png': {},
    'Pro/b.png': { shade: 3 },
    'Pro/unlisted.png': {},
    'splits.tsv':
      'file\ttwin_group\texact_copy\tstain_fold\nBenign/a.png\tt1\t0\t2\nBenign/copy.png\tt1\t1\t2\nPro/b.png\tt2\t0\t1\nPro/gone.png\tt3\t0\t1\nPro/odd.png\tt4\t0\tx\n',
  });
  const { summary, items } = await runImport(folder, 'kaggle-all', { column: 'stain_fold' });
  expect(items).toMatchObject([
    { cellClass: 'benign', group: 't1', fold: 2 },
    { cellClass: 'pro-b', group: 't2', fold: 1 },
  ]);
  expect(summary).toMatchObject({ exactCopyCount: 1, problemCount: 3 });
  expect(summary.problems).toEqual(
    expect.arrayContaining([
      { file: join(folder, 'splits.tsv'), line: 6, message: expect.stringContaining('not a row') },
    ]),
  );
  await expect(runImport(folder, 'kaggle-all', { column: 'fold' })).rejects.toThrow(/has no column fold/);
});

test('a strict import writes nothing at the first problem, and nothing half is ever seen', async () => {
  const folder = await aDatasetFolder({ 'Benign/a.png': {}, 'Benign/broken.png': 'x' });
  const place = await aTempFolder();
  const out = join(place, 'list.jsonl');
  await expect(runImport(folder, 'folders', { out, isStrict: true })).rejects.toThrow(
    /Nothing was written: 1 file/,
  );
  expect(await readdir(place)).toEqual([]);
  await runImport(folder, 'folders', { out });
  expect(await readdir(place)).toEqual(['list.jsonl']);
  await expect(runImport(folder, 'folders', { out })).rejects.toMatchObject({ code: 'output-exists' });
});

test.each([
  ['a folder that is not there', 'folders', {}, 'folder-missing'],
  ['a YOLO dataset without class names', 'yolo', { 'images/a.png': {} }, 'dataset-invalid'],
  ['a wrong data.yaml', 'yolo', { 'data.yaml': 'names: 7', 'images/a.png': {} }, 'dataset-invalid'],
  ['a VOC dataset without XML', 'voc', { 'a.png': {} }, 'dataset-invalid'],
  ['a COCO dataset without JSON', 'coco', { 'a.png': {} }, 'dataset-invalid'],
  ['kaggle-all without its split file', 'kaggle-all', { 'Benign/a.png': {} }, 'file-missing'],
] as const)('%s is refused', async (_, format, files, code) => {
  const folder = Object.keys(files).length === 0 ? '/nowhere/smears' : await aDatasetFolder(files);
  await expect(runImport(folder, format)).rejects.toMatchObject({ code });
});

test('lists are read together: the same content stays in one part, damage is named', async () => {
  const names = ['Benign', 'Early', 'Pre', 'Pro'];
  const folder = await aDatasetFolder(
    Object.fromEntries(
      names.flatMap((name, at) => [1, 2, 3, 4].map((n) => [`${name}/${n}.png`, { shade: at * 9 + n }])),
    ),
  );
  const twin = await aDatasetFolder({ 'Benign/copy.png': { shade: 1 } });
  const place = await aTempFolder();
  const [first, second] = [join(place, 'a.jsonl'), join(place, 'b.jsonl')];
  await runImport(folder, 'folders', { out: first });
  await runImport(twin, 'folders', { out: second });
  for (const seed of [1, 2, 3, 4, 5]) {
    const { parts, description } = await readDatasetList([first, second], { fold: undefined, seed });
    const partOf = (file: string) =>
      Object.values(parts).findIndex((part) => part.some((one) => one.file === file));
    expect(partOf(join(twin, 'Benign/copy.png'))).toBe(partOf(join(folder, 'Benign/1.png')));
    expect(description).toBe(`about 70/15/15 by group, seed ${seed} (17 items)`);
  }
  const damaged = await aDatasetFolder({
    'bad.jsonl': '{"file": "a.png", "cellClass": "benign"}\n{"file": "a.png", "cellClass": "blast"}\n',
    'gone.jsonl': '{"file": "gone.png", "cellClass": "benign"}\n',
  });
  const split = { fold: undefined, seed: 1 };
  await expect(readDatasetList([join(damaged, 'bad.jsonl')], split)).rejects.toThrow(
    /Line 2 of .*bad\.jsonl.*cellClass/,
  );
  await expect(readDatasetList([join(damaged, 'gone.jsonl')], split)).rejects.toThrow(
    /1 of 1 pictures are not there/,
  );
  await expect(readDatasetList(['/nowhere/list.jsonl'], split)).rejects.toMatchObject({
    code: 'file-missing',
  });
});
