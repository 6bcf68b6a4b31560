import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readControlHashes } from '../../main/database/controlSets.ts';
import { updateSettings } from '../../main/database/settings.ts';
import type { TrainingOrder } from '../../main/database/trainingRuns.ts';
import { LabError } from '../../main/domain/labError.ts';
import { createControlSet } from '../../main/workflows/createControlSet.ts';
import { describeControlSet } from '../../main/workflows/describeControlSet.ts';
import { describeLabels } from '../../main/workflows/describeLabels.ts';
import { createTrainingDesk } from '../../main/workflows/trainingDesk.ts';
import { trainModel } from '../../main/workflows/trainModel.ts';
import { aFakeCompute, aScannedLab, reviewAll } from '../helpers/aReviewedLab.ts';
import { aTempFolder } from '../helpers/openTempDatabase.ts';

const order: TrainingOrder = {
  ...{ name: 'mine', version: '1.0.0', parent: null, epochs: 2 },
  ...{ optimizer: 'adam', learningRate: 0.001, seed: 1 },
};
const person = { person: 'Ada', signal: new AbortController().signal };

/** Six reviewed slides of four cells, one of each class; a control set needs two of them. */
async function aLab() {
  const lab = await aScannedLab({ slideCount: 6 });
  reviewAll(lab.db, lab.slideIds);
  updateSettings(lab.db, { leastControlBlasts: 6, leastControlBenign: 2 });
  const lock = () =>
    createControlSet({ db: lab.db, folder: lab.folders.controlSets }, { kind: 'reviews' }, person);
  return { ...lab, lock };
}

test('slides of the control set are locked whole and never learned', async () => {
  const { db, folders, lock } = await aLab();
  expect(describeControlSet(db)).toMatchObject({
    ...{ versions: [], least: { blast: 6, benign: 2 } },
    plan: { slideCount: 2, remainingSlideCount: 4, counts: { benign: 2, 'pre-b': 2 }, problem: undefined },
  });
  const set = await lock();
  expect(set).toMatchObject({ version: 1, source: '2 of 6 reviewed slides', slideCount: 2 });
  expect(readdirSync(join(folders.controlSets, set.sha256))).toHaveLength(8);
  expect(readdirSync(folders.controlSets)).toEqual([set.sha256]);
  expect(describeLabels(db)).toMatchObject({
    ...{ counts: { benign: 4, 'pro-b': 4 }, slideCount: 4, problem: undefined },
    heldBack: { slideCount: 2, cellCount: 8 },
  });

  const compute = aFakeCompute();
  const desk = createTrainingDesk({
    ...{ db, folders, compute: compute.client, onRun: () => undefined, onModels: () => undefined },
  });
  onTestFinished(() => desk.dispose());
  const { id } = await desk.start(order);
  const { train, validation, test: heldOut, dataset } = await compute.whenTraining();
  const learned = [...train, ...validation, ...heldOut];
  expect(learned).toHaveLength(16);
  expect(dataset.split).toContain('2 slides of the control set left out');
  desk.cancel(id);
  while (desk.isBusy) await new Promise((resume) => setTimeout(resume, 5));

  // another set is locked: what was cut out before may be of its slides
  updateSettings(db, { leastControlBlasts: 9 });
  expect(await lock()).toMatchObject({ version: 2, slideCount: 3 });
  await desk.resume(id);
  while (desk.isBusy) await new Promise((resume) => setTimeout(resume, 5));
  expect(desk.list()[0]).toMatchObject({ state: 'failed', failure: { code: 'dataset-invalid' } });
  expect(readControlHashes(db).slides.size).toBe(3);
});

test('a lab whose slides are all locked is told why it cannot train', async () => {
  const { db, lock } = await aLab();
  updateSettings(db, { leastControlBlasts: 18, leastControlBenign: 6 });
  await lock();
  expect(describeLabels(db).problem).toContain('The 24 cells of the control set are not learned.');
  updateSettings(db, { leastControlBlasts: 19 });
  await expect(lock()).rejects.toMatchObject({
    code: 'dataset-invalid',
    message: expect.stringContaining('1 more blast (18 of 19)'),
  });
});

test('pictures of the control set are not learned from a dataset folder, whatever they are called there', async () => {
  const { db, folders, lock } = await aLab();
  const { sha256 } = await lock();
  const dataset = join(aTempFolder(), 'dataset');
  // the control pictures under other names, beside others
  const controls = readdirSync(join(folders.controlSets, sha256));
  const { sharp } = await import('../../main/slides/sharpLibrary.ts');
  for (const [at, name] of ['Benign', 'Early', 'Pre', 'Pro'].entries()) {
    mkdirSync(join(dataset, name), { recursive: true });
    for (const [which, control] of controls.slice(2 * at, 2 * at + 2).entries())
      copyFileSync(join(folders.controlSets, sha256, control), join(dataset, name, `copy-${which}.png`));
    for (let other = 0; other < 12; other += 1)
      await sharp({ create: { width: 8, height: 8, channels: 3, background: { r: at, g: other, b: 9 } } })
        .png()
        .toFile(join(dataset, name, `${other}.png`));
  }
  const { client, asked } = aFakeCompute();
  const stopped = new LabError('cancelled', 'Enough was seen.');
  const said: string[] = [];
  const plan = {
    source: {
      kind: 'folder',
      folder: dataset,
      split: { kind: 'seed', seed: 1 },
      controlDatabase: db.name,
    },
    settings: {
      ...{ name: 'mine', version: '1.0.0', learningRate: 0.001, epochs: 1 },
      optimizer: 'adam',
      ...{ inputPx: 32, seed: 1, resume: false, batchSize: 4, widthMultiplier: 0.1 },
      outputFolder: join(dataset, '..', 'out'),
    },
    dataset: { name: undefined, terms: undefined, citation: undefined },
  } as const;
  let learnedCount = 0;
  await expect(
    trainModel(client, plan, {
      signal: person.signal,
      onLeftOut: (what) => said.push(what),
      onParts: ({ train, validation, test: heldOut }) => {
        learnedCount = train.length + validation.length + heldOut.length;
        throw stopped;
      },
    }),
  ).rejects.toBe(stopped);
  expect([learnedCount, said, asked]).toEqual([48, ['8 pictures of the control set left out'], []]);
});
