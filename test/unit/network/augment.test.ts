import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../../../main/domain/randomNumbers.ts';
import { drawNarrowField } from '../../../main/network/augment.ts';

test('a narrow field lies in the picture and holds the cell', () => {
  const cellAndField = fc.record({
    widthPx: fc.integer({ min: 60, max: 900 }),
    heightPx: fc.integer({ min: 60, max: 900 }),
    x: fc.double({ min: 0, max: 1, noNaN: true }),
    y: fc.double({ min: 0, max: 1, noNaN: true }),
    sizePx: fc.integer({ min: 4, max: 50 }),
    windowPx: fc.integer({ min: 60, max: 1200 }),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(cellAndField, ({ widthPx, heightPx, x, y, sizePx, windowPx, seed }) => {
      const cell = {
        xPx: Math.floor(x * (widthPx - sizePx)),
        yPx: Math.floor(y * (heightPx - sizePx)),
        widthPx: sizePx,
        heightPx: sizePx,
      };
      const box = drawNarrowField({ widthPx, heightPx }, cell, { windowPx, random: createRandom(seed) });
      expect(Object.values(box).every(Number.isInteger)).toBe(true);
      expect(Math.min(box.xPx, box.yPx)).toBeGreaterThanOrEqual(0);
      expect(box.xPx + box.widthPx).toBeLessThanOrEqual(widthPx);
      expect(box.yPx + box.heightPx).toBeLessThanOrEqual(heightPx);
      // rounding may cut a pixel
      expect(box.xPx).toBeLessThanOrEqual(cell.xPx + 1);
      expect(box.xPx + box.widthPx).toBeGreaterThanOrEqual(cell.xPx + sizePx - 1);
      expect(box.yPx + box.heightPx).toBeGreaterThanOrEqual(cell.yPx + sizePx - 1);
    }),
  );
});

test('narrow fields are of many sizes, up to the whole window', () => {
  const random = createRandom(3);
  const cell = { xPx: 200, yPx: 200, widthPx: 20, heightPx: 20 };
  const widths = Array.from(
    { length: 200 },
    () => drawNarrowField({ widthPx: 1000, heightPx: 1000 }, cell, { windowPx: 100, random }).widthPx,
  );
  expect(Math.min(...widths)).toBeLessThan(45);
  expect(Math.max(...widths)).toBeGreaterThan(95);
  expect(Math.max(...widths)).toBeLessThanOrEqual(100);
});
