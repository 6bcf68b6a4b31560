import { expect, test } from 'vitest';
import { median, medianRatio, rotate } from '../../bench/roundStatistics.ts';

test('the median of an even count lies between the two middle rounds', () => {
  expect(median([4, 1, 100, 2])).toBe(3);
  expect(median([7])).toBe(7);
  expect(() => median([])).toThrow(RangeError);
});

test('a slow spell that hits both peers leaves their ratio as it is', () => {
  expect(medianRatio([90, 9, 90], [100, 10, 100])).toBeCloseTo(0.9, 12);
});

test('rounds without a partner have no ratio', () => {
  expect(() => medianRatio([1, 2], [1])).toThrow(RangeError);
});

test('each peer starts a round in its turn', () => {
  const starts = [0, 1, 2, 3].map((round) => rotate(['tfjs', 'keras', 'torch'], round)[0]);
  expect(starts).toEqual(['tfjs', 'keras', 'torch', 'tfjs']);
});
