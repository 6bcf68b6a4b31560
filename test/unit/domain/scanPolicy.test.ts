import { expect, test } from 'vitest';
import { defaultLabSettings } from '../../../main/domain/labSettings.ts';
import { findScanHold, policyOf } from '../../../main/domain/scanPolicy.ts';

const noon = new Date('2026-11-29T12:00:00');
const night = { ...defaultLabSettings, scanHours: { from: '20:00', to: '06:00' } } as const;

test('a lab that has set nothing scans at any time, while there is room', () => {
  const policy = policyOf(defaultLabSettings, 16e9);
  expect(policy).toEqual({ hours: undefined, leastFreeBytes: 5e8, stallMs: 600_000, memoryBytes: 12e9 });
  expect(findScanHold(policy, { at: noon, freeBytes: 6e8 })).toBeUndefined();
  expect(findScanHold(policy, { at: noon, freeBytes: undefined })).toBeUndefined();
});

test('a full disk holds urgent slides too, the hours do not', () => {
  const policy = policyOf({ ...night, leastFreeDiskGb: 2, memoryLimitGb: 4 }, 16e9);
  expect(policy.memoryBytes).toBe(4e9);
  expect(findScanHold(policy, { at: noon, freeBytes: 1.5e9 })).toMatchObject({
    ...{ reason: 'disk', isForStatToo: true },
    message: expect.stringContaining('Only 1.5 GB'),
  });
  expect(findScanHold(policy, { at: noon, freeBytes: 3e9 })).toMatchObject({
    ...{ reason: 'hours', isForStatToo: false, lookAgainMs: 60_000 },
    message: expect.stringContaining('from 20:00 to 06:00'),
  });
  const almost = new Date('2026-11-29T19:59:50');
  expect(findScanHold(policy, { at: almost, freeBytes: 3e9 })?.lookAgainMs).toBe(10_000);
  expect(findScanHold(policy, { at: new Date('2026-11-29T23:00:00'), freeBytes: 3e9 })).toBeUndefined();
});
