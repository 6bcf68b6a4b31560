import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitWidth, stepZoom, zoomSteps } from '../../../../renderer/components/reports/zoomSteps.ts';

const anyScale = fc.double({ min: 0.3, max: 5, noNaN: true });

test('every step of the zoom is larger or smaller, until an end is reached', () => {
  fc.assert(
    fc.property(anyScale, (scale) => {
      const larger = stepZoom(scale, 1);
      const smaller = stepZoom(scale, -1);
      expect(larger > scale || scale >= 4 - 1e-3).toBe(true);
      expect(smaller < scale || scale <= 0.5 + 1e-3).toBe(true);
    }),
  );
});

test('a zoom that was fitted goes on with the steps', () => {
  expect(stepZoom(1.1, 1)).toBe(1.25);
  expect(stepZoom(1.1, -1)).toBe(1);
  expect(zoomSteps).toContain(stepZoom(4 / 3, 1));
});

test('a page is fitted to its room, within the smallest and largest step', () => {
  expect(fitWidth(595, 595 * 1.2)).toBeCloseTo(1.2, 10);
  expect(fitWidth(595, 100)).toBe(0.5);
  expect(fitWidth(595, 10_000)).toBe(4);
});
