import { expect, test } from 'vitest';
import { withRemainingTime } from '../../../main/cli/withRemainingTime.ts';

test('a training taken up half-way tells the time left by its pace since then', () => {
  let nowMs = 1000;
  const shown: (number | undefined)[] = [];
  const show = withRemainingTime(
    ({ remainingMs }) => shown.push(remainingMs),
    () => nowMs,
  );
  show({ done: 50, total: 100, detail: '' });
  nowMs = 3000;
  show({ done: 60, total: 100, detail: '' });
  expect(shown).toEqual([undefined, 8000]);
});

test('a part that begins is not timed by the pace of the one before', () => {
  let nowMs = 0;
  const shown: (number | undefined)[] = [];
  const show = withRemainingTime(
    ({ remainingMs }) => shown.push(remainingMs),
    () => nowMs,
  );
  const at = (ms: number, done: number, total: number) => {
    nowMs = ms;
    show({ done, total, detail: '' });
  };
  at(0, 1, 1000);
  at(1000, 1000, 1000);
  at(2000, 1, 10);
  at(12_000, 2, 10);
  // the same total, begun again
  at(20_000, 0, 10);
  at(21_000, 1, 10);
  expect(shown).toEqual([undefined, 0, undefined, 80_000, undefined, 9000]);
});
