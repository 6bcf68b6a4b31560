import { expect, test } from 'vitest';
import { fitFamiliarity, measureDistance, quantileOf } from '../../../main/domain/familiarity.ts';
import { proposeClass } from '../../../main/domain/judgement.ts';
import { createRandom, normalNumber } from '../../../main/domain/randomNumbers.ts';

const random = createRandom(3);
/** Two kinds of cells about (0, 0, 0) and (10, 0, 0); along the second feature they spread ten times as far. */
const rows = Array.from({ length: 600 }, (_, i) =>
  Float32Array.of(
    (i % 2) * 10 + normalNumber(random),
    10 * normalNumber(random),
    5 + normalNumber(random) + (i % 2),
  ),
);
const labels = rows.map((_, i) => i % 2);
const known = fitFamiliarity(rows, labels, 2);

test('a training cell lies about one spread from its centre', () => {
  const mean = rows.reduce((sum, row) => sum + measureDistance(row, known), 0) / rows.length;
  expect(mean).toBeGreaterThan(0.6);
  expect(mean).toBeLessThan(1.2);
});

test('what is far in one feature may be near in another that spreads more', () => {
  expect(measureDistance(Float32Array.of(0, 12, 5), known)).toBeLessThan(1.5);
  expect(measureDistance(Float32Array.of(0, 0, 17), known)).toBeGreaterThan(3);
  expect(measureDistance(Float32Array.of(5, 0, 5.5), known)).toBeGreaterThan(
    measureDistance(Float32Array.of(10, 0, 6), known),
  );
});

test('a feature that never varies does not decide alone', () => {
  const flat = rows.map((row) => Float32Array.of(...row, 1));
  const withFlat = fitFamiliarity(flat, labels, 2);
  expect(measureDistance(Float32Array.of(0, 0, 5, 1.1), withFlat)).toBeLessThan(1);
});

test('a class without a cell cannot be known', () => {
  expect(() => fitFamiliarity(rows, labels, 3)).toThrow(RangeError);
});

test('the limit that names ninety-nine in a hundred is the ninety-ninth of them', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(quantileOf(values, 0.99)).toBe(99);
  expect(quantileOf([4], 0.99)).toBe(4);
});

test('a strange cell is proposed as unidentified, whatever its likeliest class', () => {
  const probabilities = { benign: 0.02, 'early-pre-b': 0.95, 'pre-b': 0.02, 'pro-b': 0.01 };
  expect(proposeClass({ probabilities, strangeness: 1.01 })).toBe('unidentified');
  expect(proposeClass({ probabilities, strangeness: 1 })).toBe('early-pre-b');
  expect(proposeClass({ probabilities })).toBe('early-pre-b');
});
