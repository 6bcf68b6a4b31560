import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { appendActivation } from '../../main/database/activations.ts';
import { appendReview } from '../../main/database/appendReview.ts';
import { listAudit } from '../../main/database/audit.ts';
import { listCells } from '../../main/database/cells.ts';
import { listTrainingRuns } from '../../main/database/trainingRuns.ts';
import type { CellId } from '../../main/domain/ids.ts';
import { LabError } from '../../main/domain/labError.ts';
import type { TrainingRun } from '../../main/domain/trainingRun.ts';
import { describeModels } from '../../main/workflows/describeModels.ts';
import { createTrainingDesk } from '../../main/workflows/trainingDesk.ts';
import { aFakeCompute, aScannedLab, installModel, reviewAll, someFigures } from '../helpers/aReviewedLab.ts';
import { aDesk, aLabToLearnFrom, anEpoch, holdBy, order } from '../helpers/aTrainingDesk.ts';
import { sha256Of } from '../helpers/labRecords.ts';
import { allShipped, shipped } from '../helpers/shippedModel.ts';

test('a training goes from reviewed cells to a model, measured on the same images as the active one', async () => {
  const lab = await aLabToLearnFrom(4);
  const { desk, compute, told, onModels, whenIdle } = aDesk(lab);
  const run = await desk.start(order);
  expect(run).toMatchObject({ modelName: 'mine-1.0.0', state: 'preparing', startedBy: 'Ada' });
  const request = await compute.whenTraining();
  expect(request).toMatchObject({ resume: true, outputFolder: join(lab.folders.models, 'mine-1.0.0') });
  for (const epoch of [1, 2])
    compute.progress({ done: epoch, total: 2, detail: `epoch ${epoch}/2`, epoch: anEpoch(epoch) });
  compute.finish();
  await whenIdle();
  expect(desk.list()).toEqual([told.at(-1)]);
  expect(told.at(-1)).toMatchObject({
    ...{ state: 'done', doneFraction: 1, chosenEpoch: 2, failure: undefined, detail: '' },
    partCounts: { train: 8, validation: 4, test: 4 },
    splitNote: expect.stringContaining('by slide'),
    epochs: [anEpoch(1), anEpoch(2)],
    activeFigures: { fullName: shipped, validation: someFigures, test: someFigures },
  });
  const [validation, heldOut] = compute.asked.slice(1);
  expect([validation, heldOut]).toMatchObject([
    { job: 'evaluateModel', request: { items: request.validation } },
    { job: 'evaluateModel', request: { items: request.test } },
  ]);
  await desk.dispose();
  expect(onModels).toHaveBeenCalledOnce();
  expect(existsSync(join(lab.folders.training, run.id))).toBe(false);
  expect(listAudit(lab.db).at(-1)).toMatchObject({
    ...{ actor: 'Ada', action: 'training-started', subject: run.id },
  });
  const models = await describeModels(lab.db, lab.folders.models);
  expect(models.map(({ fullName, isShipped, isActive }) => ({ fullName, isShipped, isActive }))).toEqual([
    ...allShipped.map((fullName) => ({ fullName, isShipped: true, isActive: fullName === shipped })),
    { fullName: 'mine-1.0.0', isShipped: false, isActive: false },
  ]);
});

test('a model that is active is what the new one is compared with and can go on from', async () => {
  const lab = await aLabToLearnFrom();
  const sha256 = installModel(lab.folders.models, 'ours');
  appendActivation(lab.db, { fullName: 'ours-1.0.0', sha256, person: 'Ada', isRollback: false });
  const { desk, compute, whenIdle } = aDesk(lab);
  await desk.start({ ...order, parent: 'ours-1.0.0' });
  expect(await compute.whenTraining()).toMatchObject({ startFrom: join(lab.folders.models, 'ours-1.0.0') });
  compute.finish();
  await whenIdle();
  expect(desk.list()).toMatchObject([
    { parentName: 'ours-1.0.0', activeFigures: { fullName: 'ours-1.0.0' } },
  ]);
});

test('a new model is done also when the active one is gone or damaged', async () => {
  const lab = await aLabToLearnFrom();
  const gone = { fullName: 'gone-1.0.0', sha256: sha256Of('gone'), person: 'Ada', isRollback: false };
  appendActivation(lab.db, gone);
  const first = aDesk(lab);
  await first.desk.start(order);
  await first.compute.whenTraining();
  first.compute.finish();
  await first.whenIdle();
  appendActivation(lab.db, { ...gone, sha256: installModel(lab.folders.models, 'torn') });
  const second = aDesk(
    lab,
    aFakeCompute(() => {
      throw new LabError('model-corrupt', 'Torn.');
    }),
  );
  await second.desk.start({ ...order, version: '1.0.1' });
  await second.compute.whenTraining();
  second.compute.finish();
  await second.whenIdle();
  expect(second.desk.list()).toMatchObject([
    { modelName: 'mine-1.0.1', state: 'done', activeFigures: undefined },
    { modelName: 'mine-1.0.0', state: 'done', activeFigures: undefined },
  ]);
});

test('a training that goes on from a model says how much of it learns', async () => {
  const lab = await aLabToLearnFrom();
  installModel(lab.folders.models, 'ours');
  const { desk, compute, whenIdle } = aDesk(lab);
  const run = await desk.start({ ...order, parent: 'ours-1.0.0', learned: 'head' });
  expect(run).toMatchObject({ parentName: 'ours-1.0.0', learned: 'head' });
  expect(await compute.whenTraining()).toMatchObject({ learned: 'head' });
  compute.finish();
  await whenIdle();
  expect(desk.list()).toMatchObject([{ state: 'done', learned: 'head' }]);
  // this lab has no control set to judge it on
  expect(desk.list()[0]?.verdictId).toBeUndefined();
});

test('whoever hears that a training has ended may begin the next at once', async () => {
  const lab = await aLabToLearnFrom();
  const compute = aFakeCompute();
  const next: Promise<TrainingRun>[] = [];
  const desk = createTrainingDesk({
    ...{ db: lab.db, folders: lab.folders, compute: compute.client, onModels: () => undefined },
    onRun: ({ state, modelName }) => {
      if (state === 'done' && modelName === 'mine-1.0.0')
        next.push(desk.start({ ...order, version: '2.0.0' }));
      if (state === 'cancelled') next.push(desk.start({ ...order, version: '3.0.0' }));
    },
  });
  onTestFinished(() => desk.dispose());
  await desk.start(order);
  await compute.whenTraining();
  compute.finish();
  await vi.waitFor(() => expect(next).toHaveLength(1));
  const second = await next[0];
  await compute.whenTraining();
  desk.cancel(second?.id ?? '');
  await vi.waitFor(() => expect(next).toHaveLength(2));
  await next[1];
  await compute.whenTraining();
  expect(desk.list().map(({ modelName, state }) => [modelName, state])).toEqual([
    ['mine-3.0.0', 'running'],
    ['mine-2.0.0', 'cancelled'],
    ['mine-1.0.0', 'done'],
  ]);
  expect(desk.isBusy).toBe(true);
});

test('a name that is taken, a parent that is not there and too few cells are refused, and nothing is noted', async () => {
  const lab = await aLabToLearnFrom();
  installModel(lab.folders.models, 'mine');
  const { desk } = aDesk(lab);
  const shipped = { ...order, name: 'blast-classifier' };
  for (const taken of [order, shipped])
    await expect(desk.start(taken)).rejects.toMatchObject({ code: 'output-exists' });
  await expect(desk.start({ ...order, version: '2.0.0', parent: 'none-1.0.0' })).rejects.toMatchObject({
    code: 'model-unknown',
    message: expect.stringContaining('none-1.0.0'),
  });
  const few = await aScannedLab();
  reviewAll(few.db, few.slideIds);
  await expect(aDesk(few).desk.start(order)).rejects.toMatchObject({
    code: 'dataset-invalid',
    message: expect.stringContaining('benign: 2 more'),
  });
  expect([...desk.list(), ...listTrainingRuns(few.db)]).toEqual([]);
  expect(desk.isBusy).toBe(false);
});

test('a training that is cancelled goes on with the same cells after its last epoch', async () => {
  const lab = await aLabToLearnFrom();
  const { desk, compute, whenIdle } = aDesk(lab);
  const { id } = await desk.start(order);
  const first = await compute.whenTraining();
  compute.progress({ done: 1, total: 2, detail: 'epoch 1/2', epoch: anEpoch(1) });
  desk.cancel('another');
  expect(desk.isBusy).toBe(true);
  desk.cancel(id);
  await whenIdle();
  expect(desk.list()).toMatchObject([{ id, state: 'cancelled', failure: undefined, epochs: [anEpoch(1)] }]);
  expect(desk.list()[0]?.finishedAt).toBeDefined();
  // what is reviewed meanwhile is not learned by a training that goes on
  const [slideId] = lab.slideIds;
  if (slideId === undefined) throw new Error('No slide');
  const [cell] = listCells(lab.db, slideId);
  appendReview(lab.db, { cellId: cell?.id ?? ('' as CellId), reviewer: 'Ada', verdict: 'pro-b' });
  expect(await desk.resume(id)).toMatchObject({ id, state: 'preparing', finishedAt: undefined });
  expect(await compute.whenTraining()).toEqual(first);
  compute.progress({ done: 2, total: 2, detail: 'epoch 2/2', epoch: anEpoch(2) });
  compute.finish();
  await whenIdle();
  expect(desk.list()).toMatchObject([{ id, state: 'done', epochs: [anEpoch(1), anEpoch(2)] }]);
  await expect(desk.resume(id)).rejects.toMatchObject({ code: 'argument-invalid' });
  await expect(desk.resume('nobody')).rejects.toMatchObject({ code: 'argument-invalid' });
});

test('a training that fails says why, and the next one may start', async () => {
  const lab = await aLabToLearnFrom();
  const { desk, compute, whenIdle } = aDesk(lab);
  await desk.start(order);
  await compute.whenTraining();
  compute.fail(new LabError('training-failed', 'The loss is no number any more in epoch 1.'));
  await whenIdle();
  const failure = { code: 'training-failed', message: 'The loss is no number any more in epoch 1.' };
  expect(desk.list()).toMatchObject([{ state: 'failed', failure, remainingMs: undefined }]);
  rmSync(join(lab.folders.data, 'slides', 'smear-1', 'field-1.png'));
  await desk.start({ ...order, version: '1.0.1' });
  await whenIdle();
  const [newest] = desk.list();
  expect(newest).toMatchObject({ modelName: 'mine-1.0.1', state: 'failed' });
  expect(newest?.failure?.message).not.toBe('');
});

test('a training is not taken up where a newer one of the same name lies', async () => {
  const lab = await aLabToLearnFrom();
  const { desk, compute, whenIdle } = aDesk(lab);
  const older = await desk.start(order);
  await compute.whenTraining();
  compute.fail(new LabError('compute-process-lost', 'It died before its first epoch.'));
  await whenIdle();
  const newer = await desk.start(order);
  await compute.whenTraining();
  compute.finish();
  await whenIdle();
  await expect(desk.resume(older.id)).rejects.toMatchObject({ code: 'output-exists' });
  expect(desk.list()).toMatchObject([
    { id: newer.id, state: 'done' },
    { id: older.id, state: 'failed' },
  ]);
});

test.each(['is killed', 'is closed'])(
  'a training whose program %s shows as failed at the next start and goes on',
  async (ending) => {
    const lab = await aLabToLearnFrom();
    const first = aDesk(lab);
    const { id } = await first.desk.start(order);
    await first.compute.whenTraining();
    first.compute.progress({ done: 1, total: 2, detail: 'epoch 1/2', epoch: anEpoch(1) });
    if (ending === 'is closed') await first.desk.dispose();
    else holdBy(lab.db, { processId: 4_000_000 });
    expect(listTrainingRuns(lab.db)).toMatchObject([{ id, state: 'running' }]);
    // a process that is killed holds no lock; this one lives
    rmSync(join(lab.folders.models, 'mine-1.0.0', 'training.lock'), { force: true });
    const { desk, compute, whenIdle } = aDesk(lab);
    expect(desk.list()).toMatchObject([
      { id, state: 'failed', failure: { code: 'station-lost' }, epochs: [anEpoch(1)] },
    ]);
    expect(desk.isBusy).toBe(false);
    await desk.resume(id);
    await compute.whenTraining();
    compute.progress({ done: 2, total: 2, detail: 'epoch 2/2', epoch: anEpoch(2) });
    compute.finish();
    await whenIdle();
    expect(desk.list()).toMatchObject([{ id, state: 'done', failure: undefined, epochs: [{}, {}] }]);
  },
);
