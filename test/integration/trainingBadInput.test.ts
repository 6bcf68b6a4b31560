import { access, mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trainingFailure } from '../../main/compute/trainingFailure.ts';
import { cellClasses } from '../../main/domain/cellClass.ts';
import { LabError } from '../../main/domain/labError.ts';
import type { DatasetParts, LabelledImage } from '../../main/domain/labelledImage.ts';
import type { TrainingRequest } from '../../main/domain/trainingRequest.ts';
import type { TrainingEpoch } from '../../main/domain/trainingRun.ts';
import { loadClassifier, readModelCard } from '../../main/network/classifier.ts';
import { trainClassifier } from '../../main/network/trainClassifier.ts';
import { readCheckpoint } from '../../main/network/trainingCheckpoint.ts';
import { readImage } from '../../main/slides/readImage.ts';
import { renderSyntheticField } from '../../main/slides/synthetic/renderSyntheticField.ts';
import { writePng } from '../../main/slides/writeImage.ts';

let folder: string;
let parts: DatasetParts;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blastscope-bad-input-'));
  const items: LabelledImage[] = [];
  for (let at = 0; at < 12; at += 1) {
    const path = join(folder, `${at}.png`);
    const size = { widthPx: 160, heightPx: 160 };
    const { pixels } = renderSyntheticField({
      ...{ ...size, seed: at, redCellPx: 40, stain: 'lavender', crowding: 0.5, cellMix: { lymphocyte: 1 } },
    });
    await writePng(pixels, path);
    items.push({ path, cellClass: cellClasses[at % 4] ?? 'benign' });
  }
  parts = { train: items.slice(0, 4), validation: items.slice(4, 8), test: items.slice(8) };
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The least network: these tests are about what a training does when something fails. */
function aRequest(name: string, change: Partial<TrainingRequest> = {}): TrainingRequest {
  return {
    ...parts,
    ...{ outputFolder: join(folder, name), name: 'mine', version: '1.0.0', optimizer: 'adam' },
    ...{ learningRate: 0.001, epochs: 3, batchSize: 4, inputPx: 32, widthMultiplier: 0.07, seed: 1 },
    ...{ resume: true, programVersion: '0.0.0' },
    dataset: { name: 'drawn', split: 'in turn', terms: 'none', citation: 'none' },
    ...change,
  };
}

/** Trains as the compute process does. @param onEpoch called when an epoch and its checkpoint are whole */
async function train(
  request: TrainingRequest,
  { onEpoch, signal }: { onEpoch?: (epoch: number) => void; signal?: AbortSignal } = {},
) {
  const epochs: TrainingEpoch[] = [];
  try {
    const result = await trainClassifier(request, {
      readImage,
      measureWindowRedCells: async () => 15,
      onProgress: ({ epoch }) => {
        if (epoch === undefined) return;
        epochs.push(epoch);
        onEpoch?.(epoch.epoch);
      },
      signal: signal ?? new AbortController().signal,
    });
    return { result, epochs };
  } catch (error) {
    throw trainingFailure(error);
  }
}

const historyOf = async ({ outputFolder }: TrainingRequest) =>
  (await readCheckpoint(join(outputFolder, 'checkpoint')))?.history.map(({ epoch }) => epoch);

/** The next write of a file finds a disk without space: its unfinished copy goes to the full device. */
async function fillDisk(path: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await symlink('/dev/full', `${path}.${process.pid}.partial`);
}

/** A training that is stopped after its first epoch. */
async function stopAfterOne(request: TrainingRequest): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  await expect(train(request, { signal, onEpoch: () => controller.abort() })).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(await historyOf(request)).toEqual([1]);
}

test('a picture that vanishes is named; the checkpoint stays, and the training goes on when it is back', async () => {
  const request = aRequest('vanished');
  const [first] = request.train;
  const gone = first?.path ?? '';
  const away = `${gone}.away`;
  const vanishing = train(request, { onEpoch: (epoch) => void (epoch === 1 && rename(gone, away)) });
  await expect(vanishing).rejects.toMatchObject({
    code: 'file-missing',
    message: expect.stringMatching(
      /0\.png is not there any more\. Put it back, then resume.*last whole epoch/,
    ),
  });
  const kept = await historyOf(request);
  await expect(train(request)).rejects.toMatchObject({ code: 'file-missing' });
  await rename(away, gone);
  const { epochs, result } = await train(request);
  expect([...(kept ?? []), ...epochs.map(({ epoch }) => epoch)]).toEqual([1, 2, 3]);
  expect((await readModelCard(result.modelFolder)).training.epochs).toBe(3);
});

test('a loss that is no number stops the training; the best epoch until then is the model, and its card says so', async () => {
  const request = aRequest('not-a-number');
  await stopAfterOne(request);
  const { result } = await train({ ...request, learningRate: Number.MAX_VALUE });
  expect(result).toMatchObject({ chosenEpoch: 1, stopped: { reason: 'loss-not-a-number' } });
  const { training } = await readModelCard(result.modelFolder);
  expect(training).toMatchObject({ chosenEpoch: 1, stopped: result.stopped });
  expect(result.stopped?.epoch).toBeGreaterThan(1);
  const classifier = await loadClassifier(result.modelFolder);
  const [judged] = await classifier.classifyImages(new Uint8Array(32 * 32 * 3), 1);
  expect(Object.values(judged?.probabilities ?? {}).every(Number.isFinite)).toBe(true);
  classifier.dispose();
});

test('a loss that is no number in the first epoch leaves no model, and says what to do', async () => {
  const request = aRequest('not-a-number-at-once', {
    learningRate: Number.MAX_VALUE,
    epochs: 2,
    batchSize: 2,
  });
  await expect(train(request)).rejects.toMatchObject({
    ...{ code: 'training-failed', message: expect.stringContaining('lower learning rate') },
  });
  expect(await historyOf(request)).toBeUndefined();
});

test
  .skipIf(process.platform !== 'linux')
  .each(['latest/weights.bin', 'optimizer/weights.bin', 'best/model.json'])(
  'a disk that is full while %s of a checkpoint is written leaves the older one whole',
  async (file) => {
    const request = aRequest(`full-${file.replace('/', '-')}`);
    await stopAfterOne(request);
    await fillDisk(join(request.outputFolder, 'checkpoint', 'even', file));
    await expect(train(request)).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(/No space is left to write .* resume the training.*last whole epoch/),
    });
    expect(await historyOf(request)).toEqual([1]);
    const { epochs } = await train(request);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([2, 3]);
  },
);

test.skipIf(process.platform !== 'linux').each(['weights.bin', 'card.json'])(
  'a disk that is full when %s of the model is written leaves no half model, and nothing is trained twice',
  async (file) => {
    const request = aRequest(`full-at-end-${file}`, { epochs: 1 });
    await fillDisk(join(request.outputFolder, file));
    await expect(train(request)).rejects.toMatchObject({ code: 'disk-full' });
    await expect(access(join(request.outputFolder, 'card.json'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await historyOf(request)).toEqual([1]);
    const { epochs, result } = await train(request);
    expect(epochs).toEqual([]);
    await expect(readModelCard(result.modelFolder)).resolves.toMatchObject({ name: 'mine' });
  },
);

test('a checkpoint goes on as it was begun only: same parent, same part; nothing from scratch learns in part', async () => {
  const { result } = await train(aRequest('parent', { epochs: 1 }));
  const request = aRequest('part', { startFrom: result.modelFolder, learned: 'head' });
  await stopAfterOne(request);
  await expect(train({ ...request, learned: 'last-blocks' })).rejects.toMatchObject({
    ...{ code: 'training-failed', message: expect.stringContaining('learned "head", not "last-blocks"') },
  });
  const others = [
    undefined,
    (await train(aRequest('other-parent', { epochs: 1, seed: 2 }))).result.modelFolder,
  ];
  for (const startFrom of others)
    await expect(train({ ...request, startFrom, learned: 'all' })).rejects.toMatchObject({
      code: 'training-failed',
    });
  await expect(train({ ...request, startFrom: others[1] })).rejects.toMatchObject({
    message: expect.stringContaining('went on from another model'),
  });
  const { sha256 } = (await readModelCard(result.modelFolder)).weights;
  expect(await readModelCard((await train(request)).result.modelFolder)).toMatchObject({
    parent: { name: 'mine', version: '1.0.0', sha256 },
    training: { learned: 'head', epochs: 3 },
  });
  await expect(train(aRequest('scratch', { learned: 'head' }))).rejects.toMatchObject({
    code: 'argument-invalid',
  });
});

test('a class without cells is refused by name; a label that is no class never reaches the network', async () => {
  const without = parts.train.filter(({ cellClass }) => cellClass !== 'pro-b');
  await expect(train(aRequest('lacking', { train: without }))).rejects.toMatchObject({
    ...{
      code: 'dataset-invalid',
      message: expect.stringMatching(/no image of class pro-b: it needs at least one/),
    },
  });
  const { createJobs } = await import('../../main/compute/jobs.ts');
  const strange = { ...aRequest('strange'), train: [{ path: '/a.png', cellClass: 'pro-t' }] };
  const asked = createJobs().run('trainModel', strange, {
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  await expect(asked).rejects.toMatchObject({
    ...{ code: 'argument-invalid', message: expect.stringContaining('train.0.cellClass') },
  });
  await expect(asked).rejects.toBeInstanceOf(LabError);
});
