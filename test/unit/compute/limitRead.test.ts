import { afterEach, expect, test, vi } from 'vitest';
import { limitDispose, limitRead } from '../../../main/compute/limitRead.ts';

afterEach(() => {
  vi.useRealTimers();
});

const never = new Promise<never>(() => undefined);

test('a read that gives no answer is given up, and one that does is not', async () => {
  vi.useFakeTimers();
  const lost = expect(limitRead('far.svs', never)).rejects.toMatchObject({
    code: 'slide-reader-lost',
    message: expect.stringContaining('far.svs gave no answer for 2 minutes'),
  });
  await vi.advanceTimersByTimeAsync(120_000);
  await lost;
  expect(await limitRead('near.svs', Promise.resolve(7))).toBe(7);
  await expect(limitRead('bad.svs', Promise.reject(new Error('damaged')))).rejects.toThrow('damaged');
  expect(vi.getTimerCount()).toBe(0);
});

test('a slide that cannot be closed is left behind', async () => {
  vi.useFakeTimers();
  const closed = limitDispose(never);
  await vi.advanceTimersByTimeAsync(5000);
  await closed;
});
