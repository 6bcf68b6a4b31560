import { expect, test } from 'vitest';
import { chooseAxis } from '../../../main/reports/chooseAxis.ts';
import {
  formatInstant,
  formatInterval,
  formatPercent,
  formatProbability,
} from '../../../main/reports/formatFigures.ts';

test('a share that is not nothing is never printed as nothing, nor one short of all as all', () => {
  expect([0, 0.0002, 0.185, 0.9998, 1].map(formatPercent)).toEqual(['0.0', '<0.1', '18.5', '>99.9', '100.0']);
  expect([0, 0.001, 0.5, 0.999, 1].map(formatProbability)).toEqual([
    '0.00',
    '<0.01',
    '0.50',
    '>0.99',
    '1.00',
  ]);
  expect(formatInterval({ low: 0.1337, high: 0.2459 })).toBe('13.4–24.6');
  expect(formatInterval({ low: 0.973, high: 0.99995 })).toBe('97.3 to >99.9');
});

test('a time is printed with its zone, in winter and summer', () => {
  expect(formatInstant('2026-11-23T17:44:05.000Z', 'Europe/Berlin')).toBe(
    '2026-11-23 18:44:05 +01:00 (Europe/Berlin)',
  );
  expect(formatInstant('2026-07-01T23:00:00.000Z', 'Europe/Berlin')).toBe(
    '2026-07-02 01:00:00 +02:00 (Europe/Berlin)',
  );
  expect(formatInstant('2026-11-23T17:44:05.000Z', 'UTC')).toBe('2026-11-23 17:44:05 +00:00 (UTC)');
});

test('the scale of the bars is the shortest round one that holds the widest interval', () => {
  expect([0.03, 0.05, 0.21, 1].map((largest) => chooseAxis(largest).maximum)).toEqual([0.05, 0.05, 0.4, 1]);
  expect(chooseAxis(1).ticks).toEqual([0, 0.25, 0.5, 0.75, 1]);
});
