import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendReview } from '../../main/database/appendReview.ts';
import { listCells } from '../../main/database/cells.ts';
import { openDatabase } from '../../main/database/open.ts';
import { updateSettings } from '../../main/database/settings.ts';
import { listSlides } from '../../main/database/slides.ts';
import { cellClasses } from '../../main/domain/cellClass.ts';
import { readModelCard } from '../../main/network/classifier.ts';
import { loadWeights } from '../../main/network/weights.ts';
import { aScratchFolder, aSmearFolder } from '../helpers/aSmearFolder.ts';
import { writeTinyModel } from '../helpers/aTinyModel.ts';
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

test('a training goes on from a model with the part that is asked for, after it was measured', async () => {
  const dataset = await aDataset();
  const folder = await aScratchFolder();
  const base = await writeTinyModel(join(folder, 'base'));
  const train = ['train', '--dataset', dataset, '--out', join(folder, 'mine'), '--from', base];
  const preflight = await runLab([...train, '--learn', 'head', '--preflight', '--json']);
  const [measured] = parseLines(preflight.stdout);
  expect([preflight.code, measured]).toMatchObject([
    0,
    { imagesPerEpoch: 8, stepsPerEpoch: 1, validationCount: 4, epochCount: 30, timedSteps: 5 },
  ]);
  expect(await readdir(folder)).toEqual(['base']);

  const trained = await runLab([...train, '--learn', 'last-blocks', '--epochs', '1', '--json']);
  expect(trained).toMatchObject({ code: 0, stderr: expect.stringContaining('peak memory:') });
  const { weights, ...card } = await readModelCard(join(folder, 'mine'));
  expect(card).toMatchObject({
    parent: { name: 'tiny', version: '0.0.1', sha256: (await readModelCard(base)).weights.sha256 },
    ...{ training: { learned: 'last-blocks' }, preprocessing: { inputPx: 32 } },
  });
  const [parent, child] = [
    await loadWeights(base, undefined),
    await loadWeights(join(folder, 'mine'), weights.sha256),
  ];
  const isSame = (name: string) =>
    Buffer.from(parent.tensors.get(name)?.values.buffer ?? new ArrayBuffer(0)).equals(
      Buffer.from(child.tensors.get(name)?.values.buffer ?? new ArrayBuffer(0)),
    );
  expect(
    ['block1/conv1/kernel', 'block3/conv3/mean', 'block4/conv1/kernel', 'head/bias'].map(isSame),
  ).toEqual([...[true, true, false, false]]);
  expect(
    await runLab(['train', '--dataset', dataset, '--out', join(folder, 'x'), '--learn', 'head']),
  ).toMatchObject({
    ...{ code: 2, stderr: expect.stringContaining('--learn is for --from') },
  });
});

test('of two trainings into one folder the second is refused', async () => {
  const dataset = await aDataset();
  const out = join(await aScratchFolder(), 'mine');
  const train = ['train', '--dataset', dataset, '--out', out, ...tiny, '--epochs', '400'];
  const first = startLab(train);
  await first.waitFor('epoch 1/400');
  const second = await runLab([...train, '--resume']);
  expect(second).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('error [training-busy]: Process'),
  });
  first.process.kill('SIGKILL');
  await first.exit;
  const third = startLab([...train, '--resume']);
  await third.waitFor('epoch ');
  third.process.kill('SIGINT');
  expect((await third.exit).code).toBe(130);
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
  expect(await first.exit).toMatchObject({ code: 130, stderr: expect.stringContaining('add --resume') });
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
  updateSettings(db, { person: { name: 'Dr. A. Example', role: 'haematologist' } });
  db.close();
  const { code, stderr } = await runLab(train);
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining('Training on 8 images, validating on 4, testing on 4'),
  ]);

  await writeTinyModel(join(folder, 'models', 'tiny-0.0.1'));
  const retrain = ['retrain', '--db', database, '--version', '1.0.0', '--epochs', '1', '--learn', 'head'];
  const retrained = await runLab([...retrain, '--from', 'tiny']);
  expect(retrained).toMatchObject({
    ...{ code: 0, stderr: expect.stringContaining('Training on 8 cells, validating on 4, testing on 4') },
    stdout: expect.stringMatching(
      /lab-classifier-1\.0\.0: epoch 1 chosen[\s\S]*Not judged: this lab has no control set/,
    ),
  });
  expect(await readModelCard(join(folder, 'models', 'lab-classifier-1.0.0'))).toMatchObject({
    ...{ parent: { name: 'tiny' }, training: { learned: 'head' } },
  });
  expect(await readdir(join(folder, 'training'))).toEqual([]);
  expect(await runLab([...retrain, '--from', 'tiny'])).toMatchObject({
    ...{ code: 1, stderr: expect.stringContaining('error [output-exists]') },
  });
  const long = [...retrain, '--name', 'long', '--from', 'tiny', '--epochs', '4000'];
  const first = startLab(long);
  await first.waitFor('epoch ');
  const second = startLab([...retrain, '--name', 'next', '--from', 'tiny']);
  await second.waitFor('waiting for the training of long-1.0.0');
  first.process.kill('SIGKILL');
  await first.exit;
  expect(await second.exit).toMatchObject({ code: 0 });
  const third = startLab(long);
  await third.waitFor('epoch ');
  third.process.kill('SIGINT');
  const { code: stopped, stderr: stderrOfThird } = await third.exit;
  expect([stopped, stderrOfThird.includes('epoch 1/4000')]).toEqual([130, false]);

  expect(await runLab([...retrain, '--name', 'other', '--from', 'nobody'])).toMatchObject({
    ...{
      code: 1,
      stderr: expect.stringMatching(/error \[model-unknown\].*There is: blast-classifier-1\.0\.0, /),
    },
  });
});
