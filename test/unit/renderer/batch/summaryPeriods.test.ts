import { expect, test } from 'vitest';
import { beginOf } from '../../../../renderer/components/batch/summaryPeriods.ts';

const at = (text: string) => new Date(text);

test.each([
  ['in the morning, the evening before', '2026-11-29T07:30:00', '2026-11-28T18:00:00'],
  ['late in the evening, the same one', '2026-11-29T22:10:00', '2026-11-29T18:00:00'],
  ['on the first of a month, the last of the one before', '2026-12-01T08:00:00', '2026-11-30T18:00:00'],
])('the last evening is, %s', (_when, now, began) => {
  expect(beginOf('evening', at(now))).toBe(at(began).toISOString());
});

test('a day and a week are counted back from now', () => {
  const now = at('2026-11-29T07:30:00Z');
  expect(beginOf('day', now)).toBe('2026-11-28T07:30:00.000Z');
  expect(beginOf('week', now)).toBe('2026-11-22T07:30:00.000Z');
});
