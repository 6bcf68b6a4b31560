import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownsCell, planTiles } from '../../../main/detection/planTiles.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const side = fc.integer({ min: 1, max: 6000 });

test('every place of a field belongs to exactly one tile', () => {
  fc.assert(
    fc.property(side, side, share, share, (widthPx, heightPx, x, y) => {
      const size = { widthPx, heightPx };
      const box = { xPx: x * widthPx - 1, yPx: y * heightPx - 1, widthPx: 2, heightPx: 2 };
      expect(planTiles(size).filter(({ core }) => ownsCell(core, box, size))).toHaveLength(1);
    }),
  );
});

test('a cell of nine red-cell widths shows whole in the tile that owns it, and no tile is larger than 1.5 megapixels', () => {
  fc.assert(
    fc.property(side, side, (widthPx, heightPx) => {
      for (const { window, core } of planTiles({ widthPx, heightPx })) {
        expect(window.widthPx * window.heightPx).toBeLessThanOrEqual(1_500_000);
        expect(window.xPx).toBe(Math.max(0, core.xPx - (window.xPx === 0 ? core.xPx : 96)));
        const right = core.xPx + core.widthPx;
        expect(window.xPx + window.widthPx).toBe(right === widthPx ? right : Math.min(widthPx, right + 96));
      }
    }),
  );
});

test('a field of one megapixel is looked at in one go, one of five in nine tiles', () => {
  expect(planTiles({ widthPx: 1000, heightPx: 1000 })).toHaveLength(1);
  expect(planTiles({ widthPx: 2592, heightPx: 1944 })).toHaveLength(9);
});
