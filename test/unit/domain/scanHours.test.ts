import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areScanHours, msUntilScanHours, scanHoursSchema } from '../../../main/domain/scanHours.ts';

const at = (time: string) => new Date(`2026-11-29T${time}:00`);
const night = { from: '20:00', to: '06:00' };
const day = { from: '08:00', to: '17:30' };

describe.each([
  [night, '19:59', false],
  [night, '20:00', true],
  [night, '23:59', true],
  [night, '00:00', true],
  [night, '05:59', true],
  [night, '06:00', false],
  [day, '07:59', false],
  [day, '08:00', true],
  [day, '17:30', false],
  [undefined, '12:00', true],
] as const)('%o', (hours, time, expected) => {
  test(`at ${time}: ${expected}`, () => expect(areScanHours(hours, at(time))).toBe(expected));
});

test('how long it is until they begin', () => {
  expect(msUntilScanHours(night, at('19:00'))).toBe(3_600_000);
  expect(msUntilScanHours(night, at('06:00'))).toBe(14 * 3_600_000);
  expect(msUntilScanHours(night, at('22:00'))).toBe(0);
  expect(msUntilScanHours(day, new Date('2026-11-29T07:59:30.500'))).toBe(29_500);
});

test('after the wait the hours have begun, and not a moment before', () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
  // a date without a change of the clock in any zone
  fc.assert(
    fc.property(time, time, fc.nat(86_399_999), (from, to, ms) => {
      fc.pre(from !== to);
      const now = new Date(at('00:00').getTime() + ms);
      const wait = msUntilScanHours({ from, to }, now);
      expect(areScanHours({ from, to }, new Date(now.getTime() + wait))).toBe(true);
      if (wait > 0) expect(areScanHours({ from, to }, new Date(now.getTime() + wait - 1))).toBe(false);
    }),
  );
});

test('hours that are none are refused', () => {
  for (const hours of [
    { from: '24:00', to: '06:00' },
    { from: '8:00', to: '17:00' },
    { from: '08:00', to: '08:00' },
  ])
    expect(scanHoursSchema.safeParse(hours).success).toBe(false);
  expect(scanHoursSchema.safeParse(night).success).toBe(true);
});
