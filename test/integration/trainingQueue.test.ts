import { expect, test, vi } from 'vitest';
import { aDesk, aLabToLearnFrom, anEpoch, order } from '../helpers/aTrainingDesk.ts';

/** Cells are cut out of real slides before a training runs. */
const patience = { timeout: 15_000 };

test('of trainings that are started at once one runs, the others wait their turn', async () => {
  const lab = await aLabToLearnFrom();
  const { desk, compute, whenIdle } = aDesk(lab);
  const orders = [order, { ...order, version: '2.0.0' }, { ...order, version: '3.0.0' }];
  const started = await Promise.all(orders.map((one) => desk.start(one)));
  expect(started.map(({ state }) => state).toSorted()).toEqual(['preparing', 'waiting', 'waiting']);
  await expect(desk.start(order)).rejects.toMatchObject({ code: 'output-exists' });
  await compute.whenTraining();
  const states = () => Object.fromEntries(desk.list().map(({ modelName, state }) => [modelName, state]));
  const [running, second, third] = started.toSorted((a) => (a.state === 'waiting' ? 1 : -1));
  expect(states()).toMatchObject({
    [running?.modelName ?? '']: 'running',
    [third?.modelName ?? '']: 'waiting',
  });
  await expect(desk.resume(third?.id ?? '')).rejects.toMatchObject({ code: 'argument-invalid' });
  desk.cancel(second?.id ?? '');
  compute.finish();
  await vi.waitFor(() => expect(states()[third?.modelName ?? '']).toBe('running'), patience);
  expect(states()).toMatchObject({
    [running?.modelName ?? '']: 'done',
    [second?.modelName ?? '']: 'cancelled',
  });
  await compute.whenTraining();
  compute.finish();
  await whenIdle();
  expect(compute.asked.filter(({ job }) => job === 'trainModel')).toHaveLength(2);
});

test('a training that is paused keeps its place, also over a restart, until a person resumes it', async () => {
  const lab = await aLabToLearnFrom();
  const first = aDesk(lab);
  const { id } = await first.desk.start(order);
  await first.compute.whenTraining();
  first.compute.progress({ done: 1, total: 2, detail: 'epoch 1/2', epoch: anEpoch(1) });
  const waiting = await first.desk.start({ ...order, version: '2.0.0' });
  first.desk.pause(waiting.id);
  first.desk.pause(id);
  await first.whenIdle();
  const paused = [
    { id: waiting.id, state: 'waiting' },
    { id, state: 'paused', finishedAt: undefined, failure: undefined, epochs: [anEpoch(1)] },
  ];
  expect(first.desk.list()).toMatchObject(paused);
  await first.desk.dispose();

  const { desk, compute, whenIdle } = aDesk(lab);
  desk.wake();
  expect([desk.isBusy, desk.list()]).toMatchObject([false, paused]);
  expect(await desk.resume(id)).toMatchObject({ id, state: 'preparing' });
  expect(await compute.whenTraining()).toMatchObject({ resume: true, version: '1.0.0' });
  compute.finish();
  await vi.waitFor(
    () => expect(desk.list()[0]).toMatchObject({ id: waiting.id, state: 'running' }),
    patience,
  );
  expect(desk.list()[1]).toMatchObject({ id, state: 'done', epochs: [anEpoch(1)] });
  await compute.whenTraining();
  compute.finish();
  await whenIdle();
});

test('what waits begins when a paused training is given up, and at the next start of the program', async () => {
  const lab = await aLabToLearnFrom();
  const first = aDesk(lab);
  const { id } = await first.desk.start(order);
  await first.compute.whenTraining();
  const second = await first.desk.start({ ...order, version: '2.0.0' });
  const third = await first.desk.start({ ...order, version: '3.0.0' });
  first.desk.pause(id);
  await first.whenIdle();
  first.desk.cancel(id);
  await first.compute.whenTraining();
  expect(first.desk.list()).toMatchObject([
    { state: 'waiting' },
    { state: 'running' },
    { state: 'cancelled' },
  ]);
  await first.desk.dispose();
  const { desk, compute, whenIdle } = aDesk(lab);
  desk.wake();
  await compute.whenTraining();
  expect(desk.list()).toMatchObject([
    { id: third.id, state: 'running' },
    { id: second.id, state: 'failed', failure: { code: 'station-lost' } },
    { id, state: 'cancelled' },
  ]);
  compute.finish();
  await whenIdle();
});
