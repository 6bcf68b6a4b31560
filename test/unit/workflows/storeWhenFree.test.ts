import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LabError } from '../../../main/domain/labError.ts';
import { storeWhenFree } from '../../../main/workflows/storeWhenFree.ts';

const busy = new LabError('database-busy', 'Another program keeps it locked.');
const never = new AbortController().signal;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('what cannot be stored for a while is stored once', async () => {
  let tries = 0;
  const stored = storeWhenFree(() => {
    tries += 1;
    if (tries < 4) throw busy;
    return 'scan-7';
  }, never);
  await vi.advanceTimersByTimeAsync(3000);
  expect([await stored, tries]).toEqual(['scan-7', 4]);
});

test.each([
  ['after half an hour the wait is given up', busy, 31 * 60_000],
  ['any other failure is told at once', new LabError('disk-full', 'The disk is full.'), 0],
])('%s', async (_, failure, afterMs) => {
  const stored = storeWhenFree(() => {
    throw failure;
  }, never);
  const refused = expect(stored).rejects.toBe(failure);
  await vi.advanceTimersByTimeAsync(afterMs);
  await refused;
});

test('whoever stops is not kept waiting', async () => {
  const controller = new AbortController();
  const stored = storeWhenFree(() => {
    throw busy;
  }, controller.signal);
  const refused = expect(stored).rejects.toMatchObject({ code: 'cancelled' });
  controller.abort();
  await vi.advanceTimersByTimeAsync(1000);
  await refused;
});
