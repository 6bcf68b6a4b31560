import { expect, test } from 'vitest';
import { wilsonInterval } from '../../../main/domain/wilsonInterval.ts';

test.each([
  { hits: 81, of: 263, low: 0.2553, high: 0.3662 },
  { hits: 15, of: 148, low: 0.0624, high: 0.1605 },
  { hits: 0, of: 20, low: 0, high: 0.1611 },
  { hits: 1, of: 29, low: 0.0061, high: 0.1718 },
])('gives what Newcombe printed for $hits of $of', ({ hits, of, low, high }) => {
  // Newcombe 1998, Stat Med 17:857, table I, method 3: printed with four digits
  const interval = wilsonInterval(hits, of);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test('is the mirror of itself, holds the fraction, and narrows with more items', () => {
  for (const [hits, of] of [
    [0, 1],
    [3, 7],
    [20, 20],
    [999, 1000],
  ] as const) {
    const [interval, mirrored] = [wilsonInterval(hits, of), wilsonInterval(of - hits, of)];
    expect(interval.low).toBeCloseTo(1 - mirrored.high, 12);
    expect(interval.low).toBeLessThanOrEqual(hits / of);
    expect(interval.high).toBeGreaterThanOrEqual(hits / of);
    const wider = wilsonInterval(hits * 10, of * 10);
    expect(wider.high - wider.low).toBeLessThan(interval.high - interval.low);
  }
});

test('knows nothing of nothing, and refuses what is no count', () => {
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  for (const [hits, of] of [
    [2, 1],
    [-1, 3],
    [0.5, 2],
  ] as const)
    expect(() => wilsonInterval(hits, of)).toThrow(RangeError);
});
