import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendReview } from '../../main/database/appendReview.ts';
import { listCells } from '../../main/database/cells.ts';
import { openDatabase } from '../../main/database/open.ts';
import { listSlides } from '../../main/database/slides.ts';
import { cellClasses } from '../../main/domain/cellClass.ts';
import { aScratchFolder, aSmearFolder } from '../helpers/aSmearFolder.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';
import { parseLines, runLab, startLab } from '../helpers/runLab.ts';

/** The least network: these tests are about the way from images to a model, not about what it learns. */
const tiny = ['--input-px', '32', '--width', '0.07', '--batch', '8'];

let material: ScanMaterial;

beforeAll(async () => {
  material = await drawOnce(16);
});

afterAll(() => material.dispose());

/** Four different synthetic fields a class: what they are called says nothing of what they show. */
async function aDataset(): Promise<string> {
  const folder = await aScratchFolder();
  for (const [at, name] of ['Benign', 'Early', 'Pre', 'Pro'].entries()) {
    await mkdir(join(folder, name));
    for (const [index, field] of material.fields.slice(at * 4, at * 4 + 4).entries())
      await cp(field, join(folder, name, `${index}.jpg`));
  }
  return folder;
}

test('a dataset folder becomes a model that classifies and is measured', async () => {
  const dataset = await aDataset();
  const out = join(await aScratchFolder(), 'mine-1.0.0');
  const train = [
    'train',
    '--dataset',
    dataset,
    '--out',
    out,
    '--name',
    'mine',
    '--version',
    '1.0.0',
    ...tiny,
  ];
  const trained = await runLab([...train, '--epochs', '2', '--json']);
  expect(trained).toMatchObject({ code: 0, stderr: expect.stringContaining('Training on 8 images') });
  expect(parseLines(trained.stdout)).toMatchObject([
    // four images prove nothing of an eight-bit copy
    { modelFolder: out, validationFigures: { count: 4 }, int8: { decision: 'refused' } },
  ]);
  expect(await readdir(out)).toEqual(
    expect.arrayContaining(['card.json', 'CARD.md', 'int8', 'model.json', 'weights.bin']),
  );

  const evaluated = await runLab(['evaluate', '--model', out, '--dataset', dataset, '--json']);
  expect(parseLines(evaluated.stdout)).toMatchObject([{ count: 16, confusionMatrix: expect.any(Array) }]);
  expect(await runLab(['models', 'quantize', out, '--dataset', dataset, '--json'])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('"decision":"refused"'),
  });
  expect(await runLab(train)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^error \[output-exists\]/),
  });
});

test('a training that is stopped goes on from its checkpoint', async () => {
  const dataset = await aDataset();
  const out = join(await aScratchFolder(), 'mine');
  const train = ['train', '--dataset', dataset, '--out', out, ...tiny, '--epochs', '400'];
  const first = startLab(train);
  await first.waitFor('epoch 1/400');
  const isCheckpointed = async () => (await readdir(out).catch((): string[] => [])).includes('checkpoint');
  while (!(await isCheckpointed())) await new Promise((resolve) => setTimeout(resolve, 50));
  first.process.kill('SIGINT');
  expect((await first.exit).code).toBe(130);
  const second = startLab([...train, '--resume']);
  await second.waitFor('epoch ');
  second.process.kill('SIGINT');
  const { stderr } = await second.exit;
  expect(stderr).not.toContain('epoch 1/400');
});

test('reviewed cells become a model, split by slide; too few are refused', async () => {
  const slides = await aSmearFolder(material.fields, { a: 2, b: 2, c: 2, d: 1 });
  const folder = await aScratchFolder();
  const database = join(folder, 'lab.db');
  await runLab(['scan', slides, '--db', database, '--model', material.modelFolder]);
  const train = ['train', '--db', database, '--out', join(folder, 'mine'), ...tiny, '--epochs', '1'];
  expect(await runLab(train)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/error \[dataset-invalid\].*0 slides/),
  });

  const db = openDatabase(database);
  for (const slide of listSlides(db)) {
    for (const [index, { id }] of listCells(db, slide.id).slice(0, 6).entries()) {
      const verdict = cellClasses[index] ?? 'unidentified';
      appendReview(db, { cellId: id, reviewer: 'Dr. A. Example', verdict });
    }
  }
  db.close();
  const { code, stderr } = await runLab(train);
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining('Training on 8 images, validating on 4, testing on 4'),
  ]);
});
