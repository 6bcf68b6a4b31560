import { expect, test } from 'vitest';
import {
  estimateQueue,
  estimateRemainingMs,
  formatDuration,
  medianOf,
} from '../../../main/domain/remainingTime.ts';

test('one slow field does not skew the remaining time', () => {
  expect(estimateRemainingMs([100, 100, 9000, 100], 10)).toBe(1000);
});

test('nothing is foretold before a field is done', () => {
  expect(estimateRemainingMs([], 10)).toBeUndefined();
});

test('a queue takes what its slides took, and nothing is foretold of slides before one is done', () => {
  const perHour = { slidesPerHour: 3600 };
  expect(estimateQueue([1000, 1000, 9000], { waitingCount: 3, currentMs: 400 })).toEqual({
    ...{ remainingMs: 3400, ...perHour },
  });
  expect(estimateQueue([1000], { waitingCount: 3, currentMs: undefined })).toEqual({
    ...{ remainingMs: undefined, ...perHour },
  });
  expect(estimateQueue([], { waitingCount: 0, currentMs: 400 }).remainingMs).toBe(400);
  expect(estimateQueue([], { waitingCount: 1, currentMs: 400 }).remainingMs).toBeUndefined();
});

test('the median is the middle, or the mean of the two in the middle', () => {
  expect([medianOf([3, 1, 2]), medianOf([4, 1, 2, 3]), medianOf([])]).toEqual([2, 2.5, undefined]);
});

test.each([
  [400, '0 s'],
  [59_400, '59 s'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 05 min'],
])('%i ms are said as %s', (durationMs, said) => {
  expect(formatDuration(durationMs)).toBe(said);
});
