import { expect, test } from 'vitest';
import { runAhead } from '../../../main/domain/runAhead.ts';

test('results keep the order of the items, however long each takes', async () => {
  const results: number[] = [];
  const delays = [30, 1, 15, 2];
  const wait = (ms: number) => new Promise<number>((resolve) => setTimeout(() => resolve(ms), ms));
  for await (const ms of runAhead(delays, 2, wait)) results.push(ms);
  expect(results).toEqual(delays);
});

test('nothing further is started once the reader stops', async () => {
  const started: number[] = [];
  const results = runAhead([1, 2, 3, 4, 5, 6], 1, async (item) => started.push(item));
  for await (const _ of results) break;
  expect(started).toEqual([1, 2]);
});

test('a failure is thrown when its turn comes', async () => {
  const results: number[] = [];
  const run = async (item: number) => {
    if (item === 2) throw new Error('the second');
    return item;
  };
  const read = async () => {
    for await (const item of runAhead([1, 2, 3], 2, run)) results.push(item);
  };
  await expect(read()).rejects.toThrow('the second');
  expect(results).toEqual([1]);
});
