import { expect, test } from 'vitest';
import {
  describeSlide,
  formatDifferentialTable,
  formatFailures,
  formatSlideLine,
  formatWarnings,
} from '../../../main/cli/slideLines.ts';
import { computeDifferential } from '../../../main/domain/differential.ts';
import { estimatePixelSize } from '../../../main/domain/pixelSize.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import type { FailedSlide, ScannedSlide } from '../../../main/workflows/slideOutcome.ts';

const scanned: ScannedSlide = {
  state: 'scanned',
  entry: { name: 'smear-1', path: '/slides/smear-1', kind: 'field-folder' },
  slideId: 'id' as SlideId,
  sha256: 'a'.repeat(64),
  fieldKind: 'camera-image',
  fieldCount: 3,
  leftOutCount: 0,
  candidateFieldCount: 4,
  cellGoal: undefined,
  pixelSize: estimatePixelSize([72]),
  warnings: [],
  engine: 'onnxruntime 1.30.0, int8 (copy 0123456789ab)',
  fieldFailures: [
    { name: 'f4.jpg', code: 'slide-unreadable', message: 'Cannot read f4.jpg: it is cut short.' },
  ],
  cellCount: 101,
  differential: computeDifferential(Array.from({ length: 100 }, () => 'benign' as const)),
};

const failed: FailedSlide = {
  state: 'failed',
  entry: { name: 'smear-2.jpg', path: '/slides/smear-2.jpg', kind: 'image-file' },
  sha256: undefined,
  failure: { code: 'compute-process-lost', message: 'The compute process ended.' },
};

test('the JSON of a scanned slide tells counts, fractions and exact intervals', () => {
  expect(describeSlide(scanned)).toMatchObject({
    name: 'smear-1',
    state: 'scanned',
    fields: 3,
    cells: 101,
    differential: {
      counted: 100,
      // no blast in 100 cells still allows 3.62 % (anchors.md); the interval is two-sided
      blastLike: { count: 0, fraction: 0, low: 0, high: expect.closeTo(0.0362, 4) },
      classes: [{ class: 'benign', count: 100, fraction: 1 }, {}, {}, {}],
    },
    failure: null,
    fieldsLeftOut: 0,
    candidateFields: 4,
    pixelSize: { xUm: 0.1, yUm: 0.1, origin: 'estimated', interval: { lowUm: 6.2 / 72, highUm: 8.2 / 72 } },
    warnings: [],
    engine: 'onnxruntime 1.30.0, int8 (copy 0123456789ab)',
  });
});

test('of a whole slide the line tells regions, how many more there were, and what was left out', () => {
  const pixelSize = { xUm: 0.2498, yUm: 0.2498, origin: 'file', interval: undefined } as const;
  const whole = { ...scanned, fieldKind: 'region', pixelSize, leftOutCount: 2, cellGoal: 100 } as const;
  expect(formatSlideLine({ ...whole, candidateFieldCount: 240 })).toBe(
    'smear-1: 3 regions of 240, 101 cells, 2 left out as blurred, 1 part unreadable, 0.25 µm a pixel (from the file)',
  );
  expect(formatSlideLine({ ...whole, candidateFieldCount: 5 })).toContain('smear-1: 3 regions, 101 cells');
  expect(formatWarnings({ ...scanned, warnings: ['Its red cells are 28 px wide.'] })).toEqual([
    'warning: Its red cells are 28 px wide.',
  ]);
});

test('the JSON of a failed slide has the same keys', () => {
  expect(Object.keys(describeSlide(failed)).toSorted()).toEqual(
    Object.keys(describeSlide(scanned)).toSorted(),
  );
  expect(describeSlide(failed)).toMatchObject({ sha256: null, differential: null, failure: failed.failure });
});

test('each slide has a line, and each failure its reason once', () => {
  expect(formatSlideLine(scanned)).toBe(
    'smear-1: 3 fields, 101 cells, 1 field unreadable, 0.1 µm a pixel (estimated)',
  );
  expect(formatSlideLine({ ...scanned, state: 'already-scanned' })).toMatch(/already scanned/);
  expect(formatFailures([scanned, failed])).toEqual([
    '1 of 2 slides failed:',
    'error [compute-process-lost]: smear-2.jpg: The compute process ended.',
    'error [slide-unreadable]: Cannot read f4.jpg: it is cut short.',
  ]);
});

test('the table shows one row a slide that was scanned', () => {
  const lines = formatDifferentialTable([scanned, failed]).split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/smear-1 +100 +100 +0 +0 +0 +0\.0 % +0\.0–3\.6 %/);
});
