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
