import { expect, test } from 'vitest';
import { estimatePixelSize } from '../../../main/domain/pixelSize.ts';
import type { ReportedSlide } from '../../../main/reports/reportInput.ts';
import {
  describeFields,
  describePixelSize,
  describeScaleLimitation,
} from '../../../main/reports/scanWording.ts';
import { aReportInput } from './aReportInput.ts';

const { slide } = aReportInput();
const failure = { name: 'part 001024 002048', code: 'tile-unreadable', message: 'Damaged.' };

test.each([
  ['a folder', slide, '12 fields read, none failed'],
  ['a folder with a bad field', { ...slide, failedFields: [failure] }, '12 fields read, 1 failed'],
  [
    'a folder that was left at its goal',
    { ...slide, cellGoal: 100, candidateFieldCount: 40 },
    '12 of 40 fields read, as the scan was to stop at 100 cells, none failed',
  ],
  [
    'a whole slide',
    { ...slide, fieldKind: 'region', fieldCount: 200, leftOutCount: 3, candidateFieldCount: 203 },
    '200 regions read, 3 left out as blurred, none failed',
  ],
  [
    'a whole slide that was left at its goal, and is damaged',
    {
      ...slide,
      ...{ fieldKind: 'region', fieldCount: 1, leftOutCount: 2, cellGoal: 500, candidateFieldCount: 240 },
      failedFields: [failure],
    },
    '1 of 240 regions read, as the scan was to stop at 500 cells, 2 left out as blurred, 1 part unreadable',
  ],
  [
    'a goal that was not reached',
    { ...slide, fieldKind: 'region', fieldCount: 10, cellGoal: 500, candidateFieldCount: 10 },
    '10 regions read, none failed',
  ],
] satisfies [string, ReportedSlide, string][])('what was looked at of %s', (_, reported, expected) => {
  expect(describeFields(reported)).toBe(expected);
});

test('a pixel size is given with who says so, and an estimate with its interval', () => {
  const exact = { xUm: 0.24984, yUm: 0.24984, interval: undefined };
  expect(describePixelSize({ ...exact, origin: 'file' })).toBe('0.2498 µm, from the file');
  expect(describePixelSize({ ...exact, yUm: 0.26, origin: 'manual' })).toBe('0.2498 x 0.26 µm, set by hand');
  expect(describePixelSize(estimatePixelSize([70, 72, 74]))).toBe(
    '0.1 µm (0.084 to 0.12), estimated from red cells',
  );
  expect(describePixelSize(undefined)).toBe('not known: no lengths are given');
});

test('lengths say what they rest on, and are not given without', () => {
  const exact = { xUm: 0.25, yUm: 0.25, interval: undefined };
  const said = [
    undefined,
    { ...exact, origin: 'file' } as const,
    { ...exact, origin: 'manual' } as const,
    estimatePixelSize([72]),
  ].map(describeScaleLimitation);
  expect(said.map((text) => /not given|file states|set by hand|estimated/.exec(text)?.[0])).toEqual([
    ...['not given', 'file states', 'set by hand', 'estimated'],
  ]);
});
