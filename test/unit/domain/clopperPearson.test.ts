import { expect, test } from 'vitest';
import { clopperPearson } from '../../../main/domain/clopperPearson.ts';

// Figures of Clopper-Pearson tables at 95 %, to four digits.
test.each([
  [0, 100, 0, 0.0362],
  [0, 200, 0, 0.0183],
  [0, 500, 0, 0.0074],
  [4, 200, 0.0055, 0.0504],
  [100, 100, 0.9638, 1],
  [50, 100, 0.3983, 0.6017],
])('%i blasts in %i cells allow from %f to %f', (successes, trials, low, high) => {
  const interval = clopperPearson(successes, trials);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test('no cell counted leaves everything possible', () => {
  expect(clopperPearson(0, 0)).toEqual({ low: 0, high: 1 });
});

test('more blasts than cells is a bug, not an interval', () => {
  expect(() => clopperPearson(3, 2)).toThrow(RangeError);
});
