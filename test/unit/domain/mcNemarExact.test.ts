import { expect, test } from 'vitest';
import { mcNemarExact } from '../../../main/domain/mcNemarExact.ts';

test.each([
  { b: 0, c: 0, p: 1 },
  { b: 3, c: 3, p: 1 },
  { b: 0, c: 5, p: 2 / 32 },
  { b: 0, c: 6, p: 2 / 64 },
  // 2 (1 + 12 + 66) / 2^12
  { b: 2, c: 10, p: 158 / 4096 },
  // 2 (1 + 10 + 45) / 2^10
  { b: 8, c: 2, p: 112 / 1024 },
])('splits $b to $c with the p of the binomial', ({ b, c, p }) => {
  expect(mcNemarExact(b, c)).toBeCloseTo(p, 12);
  expect(mcNemarExact(c, b)).toBe(mcNemarExact(b, c));
});

test('gives the p that R prints for the approval ratings of Agresti', () => {
  // mcnemar.exact of R's exact2x2 on Agresti 1990, p. 350: 86 and 150, p = 3.716e-05
  expect(mcNemarExact(86, 150)).toBeCloseTo(3.716e-5, 8);
});

test('holds for many items', () => {
  expect(mcNemarExact(5000, 5000)).toBe(1);
  expect(mcNemarExact(100_000, 0)).toBe(0);
  // two standard deviations of the normal distribution, less half an item for continuity
  expect(mcNemarExact(4900, 5100)).toBeCloseTo(0.0466, 3);
  expect(() => mcNemarExact(-1, 2)).toThrow(RangeError);
});
