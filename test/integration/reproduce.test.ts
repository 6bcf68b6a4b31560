import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ModelCard, modelCardSchema } from '../../main/domain/modelCard.ts';
import { renderSyntheticField } from '../../main/slides/synthetic/renderSyntheticField.ts';
import { writeJpeg } from '../../main/slides/writeImage.ts';
import {
  type ReproductionPlan,
  type RunSettings,
  reproductionPlan,
} from '../../main/workflows/reproduce/plan.ts';
import { reproduceModel } from '../../main/workflows/reproduce/reproduceModel.ts';
import { readRunRecord } from '../../main/workflows/reproduce/runRecord.ts';
import { withComputeClient } from '../../main/workflows/withComputeClient.ts';
import { aScratchFolder } from '../helpers/aSmearFolder.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';
import { runLab } from '../helpers/runLab.ts';

const classes = ['Benign', 'Early', 'Pre', 'Pro'] as const;
const folds = 5;

let material: ScanMaterial;

beforeAll(async () => {
  material = await drawOnce(classes.length * folds);
});

afterAll(() => material.dispose());

/** The folders that the plan reads: a field of each class in each fold, and smears with labelled cells. */
async function aDataFolder(): Promise<string> {
  const data = await aScratchFolder();
  const rows = ['file\tclass\ttwin_group\texact_copy\trandom_fold\tstain_fold'];
  for (const [at, field] of material.fields.entries()) {
    const name = `${classes[at % classes.length]}/${at}.jpg`;
    await copyInto(field, join(data, 'kaggle-all', name));
    const fold = Math.floor(at / classes.length);
    rows.push(`${name}\t${name.split('/')[0]}\t${at}\t0\t${fold}\t${fold}`);
  }
  await writeFile(join(data, 'kaggle-all', 'splits.tsv'), `${rows.join('\n')}\n`);
  const yolo = join(data, 'txl-pbc');
  for (const [part, seed] of [
    ['train', 31],
    ['val', 32],
  ] as const) {
    const { widthPx, heightPx, cells } = await drawSmear(join(yolo, 'images', part, 'a.jpg'), seed);
    const lines = cells.map((cell) =>
      [
        ...[0, (cell.xPx + cell.widthPx / 2) / widthPx, (cell.yPx + cell.heightPx / 2) / heightPx],
        ...[cell.widthPx / widthPx, cell.heightPx / heightPx],
      ].join(' '),
    );
    await write(join(yolo, 'labels', part, 'a.txt'), `${lines.join('\n')}\n`);
  }
  await write(
    join(yolo, 'data.yaml'),
    "train: ./images/train/\nval: ./images/val/\nnc: 3\nnames: ['WBC', 'RBC', 'Platelets']\n",
  );
  const { widthPx, heightPx, cells } = await drawSmear(join(data, 'bccd', 'JPEGImages', 'b.jpg'), 33);
  const objects = cells.map(
    ({ xPx, yPx, ...size }) =>
      `<object><name>WBC</name><bndbox><xmin>${xPx}</xmin><ymin>${yPx}</ymin><xmax>${xPx + size.widthPx}</xmax><ymax>${yPx + size.heightPx}</ymax></bndbox></object>`,
  );
  await write(
    join(data, 'bccd', 'Annotations', 'b.xml'),
    `<annotation><filename>b.jpg</filename><size><width>${widthPx}</width><height>${heightPx}</height><depth>3</depth></size>${objects.join('')}</annotation>`,
  );
  await drawSmear(join(data, 'wbc-masks', '001.jpg'), 34);
  return data;
}

/** @returns its white cells as labels in whole pixels, inside the picture */
async function drawSmear(path: string, seed: number) {
  const [widthPx, heightPx] = [400, 300];
  const { pixels, truth } = renderSyntheticField({
    ...{ seed, widthPx, heightPx, redCellPx: 20, stain: 'lavender' },
    cellMix: { neutrophil: 3, lymphocyte: 3 },
  });
  await mkdir(dirname(path), { recursive: true });
  await writeJpeg(pixels, path);
  const cells = truth.map((cell) => {
    const [xPx, yPx] = [Math.max(0, Math.floor(cell.xPx)), Math.max(0, Math.floor(cell.yPx))];
    const right = Math.min(widthPx, Math.ceil(cell.xPx + cell.widthPx));
    const bottom = Math.min(heightPx, Math.ceil(cell.yPx + cell.heightPx));
    return { xPx, yPx, widthPx: right - xPx, heightPx: bottom - yPx };
  });
  return { widthPx, heightPx, cells };
}

async function copyInto(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to);
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

test('a plan is made run by run, is not made twice, and its card tells what was run', async () => {
  const [dataFolder, workFolder, out] = [
    await aDataFolder(),
    await aScratchFolder(),
    join(await aScratchFolder(), 'small-1.0.0'),
  ];
  const settings: RunSettings = {
    ...{ learns: 'cells' as const, optimizer: 'adam' as const, epochs: 1 },
    ...{ inputPx: 32, widthMultiplier: 0.07, windowRedCells: 7, hasNormalCells: true },
  };
  const plan: ReproductionPlan = {
    ...{
      name: 'small',
      version: '1.0.0',
      shipped: 'random-0',
      comparisons: [],
      remarks: ['Made for a test.'],
    },
    runs: [
      { id: 'random-0', column: 'random_fold', fold: 0, settings },
      { id: 'stain-2', column: 'stain_fold', fold: 2, settings },
      { id: 'fields', column: 'stain_fold', fold: 0, settings: { ...settings, learns: 'fields' } },
    ],
  };
  const made: string[] = [];
  const reproduce = () =>
    withComputeClient((compute) =>
      reproduceModel({ plan, modelFolder: out, compute, dataFolder, workFolder }, undefined, {
        signal: new AbortController().signal,
        onProgress: ({ detail }) => made.push(detail),
        onRun: (id) => made.push(`made ${id}`),
      }),
    );
  await reproduce();
  expect(made.filter((one) => one.startsWith('made'))).toEqual([
    ...['made random-0', 'made stain-2', 'made fields'],
  ]);
  const card: ModelCard = modelCardSchema.parse(JSON.parse(await readFile(join(out, 'card.json'), 'utf8')));
  expect(card).toMatchObject({
    name: 'small',
    limitations: expect.arrayContaining(['Made for a test.']),
    trainedOn: 'cells',
    dataset: { split: expect.stringMatching(/^random_fold, fold 0 for test/) },
    crossValidation: [
      { protocol: 'random_fold', folds: [{ fold: 0 }] },
      { protocol: 'stain_fold', folds: [{ fold: 2 }] },
    ],
  });
  expect(card.training.besides?.count).toBeGreaterThan(0);
  expect(card.otherSources?.map(({ truth }) => truth)).toEqual([
    ...['benign', 'benign', 'benign', 'benign', 'blast-like', 'blast-like'],
  ]);
  // pictures without labels: cells are found in them
  expect(card.otherSources?.[2]).toMatchObject({ name: expect.stringContaining('wbc-masks') });
  expect(card.otherSources?.[2]?.count).toBeGreaterThan(2);
  const tested = await runLab([
    ...['evaluate', '--model', out, '--list', join(workFolder, 'txl-pbc.jsonl'), '--part', 'validation'],
  ]);
  expect([tested.code, tested.stdout], tested.stderr).toEqual([
    0,
    expect.stringContaining('proposed benign'),
  ]);

  // normal cells are shown as wide as the fields are, which is measured
  const fields = await readRunRecord(out, 'fields');
  expect(fields?.card).toMatchObject({ trainedOn: 'fields', training: { besides: { perEpoch: 250 } } });
  expect(fields?.card.preprocessing.windowRedCells).toBeGreaterThan(5);

  made.length = 0;
  await reproduce();
  expect(made).toEqual([...['made random-0', 'made stain-2', 'made fields']]);
});

test('the command lists the plan, and refuses a run that is not in it', async () => {
  const out = await aScratchFolder();
  const listed = await runLab(['reproduce', '--list', '--out', out]);
  expect(listed.code).toBe(0);
  for (const { id } of reproductionPlan.runs) expect(listed.stdout).toContain(id);
  expect(
    await runLab(['reproduce', '--data', out, '--work', out, '--out', out, '--run', 'nobody']),
  ).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/error \[argument-invalid\].*no run nobody.*random-0/),
  });
  expect((await runLab(['reproduce'])).code).toBe(2);
});
