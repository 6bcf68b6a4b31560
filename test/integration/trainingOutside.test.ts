import { readdirSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase } from '../../main/database/open.ts';
import { listTrainingRuns } from '../../main/database/trainingRuns.ts';
import type { TrainingRun } from '../../main/domain/trainingRun.ts';
import { type RetrainOrder, retrain } from '../../main/workflows/retrain.ts';
import { aFakeCompute, installModel } from '../helpers/aReviewedLab.ts';
import { aDesk, aLabToLearnFrom, anEpoch, holdBy, type Lab, order } from '../helpers/aTrainingDesk.ts';

const parent = 'ours-1.0.0';
const atTerminal: RetrainOrder = { ...order, name: 'theirs', parent };
const patience = { timeout: 15_000 };

async function aLab(): Promise<Lab> {
  const lab = await aLabToLearnFrom();
  installModel(lab.folders.models, 'ours');
  return lab;
}

/** `lab retrain` of another program, with a database and a compute process of its own. */
function aTerminal({ db, folders }: Lab) {
  const there = openDatabase(db.name);
  onTestFinished(() => {
    there.close();
  });
  const compute = aFakeCompute();
  const controller = new AbortController();
  const told: Partial<TrainingRun>[] = [];
  const start = (asked = atTerminal) =>
    retrain({ db: there, compute: compute.client, folders }, asked, {
      ...{ person: 'Eve', signal: controller.signal },
      onChange: (part) => told.push(part),
    });
  return { compute, controller, told, start };
}

test('a training at a terminal stands among those of the station, and they wait for it', async () => {
  const lab = await aLab();
  const { desk, compute, told, onModels, whenIdle } = aDesk(lab);
  const terminal = aTerminal(lab);
  const outcome = terminal.start();
  await terminal.compute.whenTraining();
  terminal.compute.progress({ done: 1, total: 2, detail: 'epoch 1/2', epoch: anEpoch(1) });
  const [theirs] = desk.list();
  expect(theirs).toMatchObject({
    ...{ modelName: 'theirs-1.0.0', state: 'running', startedBy: 'Eve', isAtTerminal: true },
    ...{ parentName: parent, learned: 'all', epochs: [anEpoch(1)], doneFraction: 0.5 },
  });
  const ours = await desk.start(order);
  expect(ours).toMatchObject({ state: 'waiting' });
  for (const stop of [desk.pause, desk.cancel])
    expect(() => stop(theirs?.id ?? '')).toThrow(expect.objectContaining({ code: 'training-busy' }));
  await expect(desk.resume(theirs?.id ?? '')).rejects.toMatchObject({ code: 'argument-invalid' });
  desk.settleLost();
  desk.tellOutside([theirs?.id ?? '']);
  expect([desk.isBusy, told.at(-1)]).toEqual([false, theirs]);
  terminal.compute.finish();
  expect(await outcome).toMatchObject({ result: { chosenEpoch: 2 } });
  desk.tellOutside([theirs?.id ?? '']);
  expect(onModels).toHaveBeenCalledOnce();
  expect(told).toContainEqual(expect.objectContaining({ id: theirs?.id, state: 'done', failure: undefined }));
  await compute.whenTraining();
  compute.finish();
  await whenIdle();
  expect(desk.list()).toMatchObject([
    { id: ours.id, state: 'done' },
    { id: theirs?.id, state: 'done' },
  ]);
  // cells are removed a little after the end is noted
  await desk.dispose();
  expect(readdirSync(lab.folders.training)).toEqual([]);
});

test('a training at a terminal waits for that of the window, and goes on there when it was stopped', async () => {
  const lab = await aLab();
  const { desk, compute, whenIdle } = aDesk(lab);
  await desk.start(order);
  await compute.whenTraining();
  const terminal = aTerminal(lab);
  const stopped = terminal.start();
  await vi.waitFor(
    () => expect(terminal.told).toEqual([{ detail: 'waiting for the training of mine-1.0.0' }]),
    patience,
  );
  // nobody else begins what a terminal waits with
  expect(desk.list()).toHaveLength(1);
  compute.finish();
  const request = await terminal.compute.whenTraining();
  terminal.compute.progress({ done: 1, total: 2, detail: 'epoch 1/2', epoch: anEpoch(1) });
  terminal.controller.abort();
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  const [theirs] = desk.list();
  expect(theirs).toMatchObject({ state: 'cancelled', epochs: [anEpoch(1)], isAtTerminal: true });

  const resumed = await desk.resume(theirs?.id ?? '');
  expect(resumed).toMatchObject({ state: 'preparing', finishedAt: undefined, isAtTerminal: undefined });
  expect(await compute.whenTraining()).toEqual(request);
  compute.finish();
  await whenIdle();
  expect(desk.list()[0]).toMatchObject({ id: theirs?.id, state: 'done' });
});

test('what was begun in the window goes on at a terminal when the same is asked for', async () => {
  const lab = await aLab();
  const { desk, compute, whenIdle } = aDesk(lab);
  const begun = await desk.start({ ...order, name: 'theirs', parent });
  const request = await compute.whenTraining();
  desk.cancel(begun.id);
  await whenIdle();
  await expect(aTerminal(lab).start({ ...atTerminal, epochs: 3 })).rejects.toMatchObject({
    code: 'output-exists',
    message: expect.stringContaining('begun otherwise: from ours-1.0.0, learning all, 2 epochs of adam'),
  });
  const terminal = aTerminal(lab);
  const outcome = terminal.start({ ...atTerminal, parent: undefined });
  expect(await terminal.compute.whenTraining()).toEqual(request);
  await expect(aTerminal(lab).start()).rejects.toMatchObject({
    ...{ code: 'training-busy', message: expect.stringContaining(String(process.pid)) },
  });
  terminal.compute.fail(new Error('The disk has gone.'));
  await expect(outcome).rejects.toThrow('The disk has gone.');
  expect(desk.list()).toMatchObject([
    { id: begun.id, state: 'failed', failure: { code: 'training-failed', message: 'The disk has gone.' } },
  ]);
});

test('a terminal that is killed holds nothing up', async () => {
  const lab = await aLab();
  const { desk, compute, told, whenIdle } = aDesk(lab);
  const terminal = aTerminal(lab);
  const killed = terminal.start();
  await terminal.compute.whenTraining();
  await desk.start(order);
  holdBy(lab.db, { processId: 4_000_000 });
  desk.settleLost();
  expect(told).toContainEqual(
    expect.objectContaining({
      modelName: 'theirs-1.0.0',
      state: 'failed',
      failure: expect.objectContaining({ code: 'training-failed' }),
    }),
  );
  await compute.whenTraining();
  compute.finish();
  await whenIdle();
  expect(listTrainingRuns(lab.db).map(({ state }) => state)).toEqual(['done', 'failed']);
  terminal.controller.abort();
  await expect(killed).rejects.toMatchObject({ code: 'cancelled' });
});
