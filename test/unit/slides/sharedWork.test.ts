import { expect, test } from 'vitest';
import { createSharedWork } from '../../../main/slides/sharedWork.ts';

/** Work that ends when it is told to, or aborted. */
function aWork() {
  let finish: (result: string) => void = () => undefined;
  const signals: AbortSignal[] = [];
  const start = (signal: AbortSignal) => {
    signals.push(signal);
    return new Promise<string>((resolve, reject) => {
      finish = resolve;
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    });
  };
  return { start, signals, finish: (result: string) => finish(result) };
}

const nobody = { name: 'a slide', signal: undefined };

test('callers that want the same share one work', async () => {
  const shared = createSharedWork<string>();
  const work = aWork();
  const both = Promise.all([shared.run('tile', work.start, nobody), shared.run('tile', work.start, nobody)]);
  work.finish('pixels');
  expect(await both).toEqual(['pixels', 'pixels']);
  expect(work.signals).toHaveLength(1);
});

test('one caller that gives up is answered at once and does not stop the work of the other', async () => {
  const shared = createSharedWork<string>();
  const work = aWork();
  const controller = new AbortController();
  const leaving = shared.run('tile', work.start, { name: 'a slide', signal: controller.signal });
  const staying = shared.run('tile', work.start, nobody);
  controller.abort();
  await expect(leaving).rejects.toMatchObject({ code: 'cancelled' });
  expect(work.signals[0]?.aborted).toBe(false);
  work.finish('pixels');
  expect(await staying).toBe('pixels');
});

test('when all have given up the work is stopped, and the next caller starts it anew', async () => {
  const shared = createSharedWork<string>();
  const work = aWork();
  const controllers = [new AbortController(), new AbortController()];
  const callers = controllers.map(({ signal }) =>
    shared.run('tile', work.start, { name: 'a slide', signal }),
  );
  for (const controller of controllers) controller.abort();
  await Promise.allSettled(callers);
  const next = shared.run('tile', work.start, nobody);
  expect(work.signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  work.finish('pixels');
  expect(await next).toBe('pixels');
});

test('a failure reaches all callers and is forgotten', async () => {
  const shared = createSharedWork<string>();
  const fail = async () => {
    throw new Error('no disk');
  };
  const both = [shared.run('tile', fail, nobody), shared.run('tile', fail, nobody)];
  for (const result of await Promise.allSettled(both)) expect(result.status).toBe('rejected');
  expect(await shared.run('tile', async () => 'pixels', nobody)).toBe('pixels');
});

test('a caller that has given up before it asks starts nothing', async () => {
  const shared = createSharedWork<string>();
  const work = aWork();
  const asked = shared.run('tile', work.start, { name: 'a slide', signal: AbortSignal.abort() });
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  expect(work.signals).toHaveLength(0);
});
