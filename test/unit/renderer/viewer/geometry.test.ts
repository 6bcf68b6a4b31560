import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  boxOfCorners,
  draggedBox,
  gripAt,
  handles,
  isInPolygon,
  leastEdgePx,
  scaleBarOf,
} from '../../../../renderer/components/viewer/geometry.ts';

const place = fc.double({ min: -5000, max: 5000, noNaN: true });
const edge = fc.double({ min: leastEdgePx, max: 500, noNaN: true });
const box = fc.record({ xPx: place, yPx: place, widthPx: edge, heightPx: edge });
const point = fc.record({ x: place, y: place });

describe('geometry of the viewer', () => {
  test('a box has the same corners whichever way it is drawn', () => {
    fc.assert(
      fc.property(point, point, (a, b) => {
        expect(boxOfCorners(a, b)).toEqual(boxOfCorners(b, a));
        expect(boxOfCorners(a, b).widthPx).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('a lasso in the form of a box takes what lies in the box and nothing else', () => {
    fc.assert(
      fc.property(box, point, ({ xPx, yPx, widthPx, heightPx }, at) => {
        const polygon = [
          { x: xPx, y: yPx },
          { x: xPx + widthPx, y: yPx },
          { x: xPx + widthPx, y: yPx + heightPx },
          { x: xPx, y: yPx + heightPx },
        ];
        const inside = at.x > xPx && at.x < xPx + widthPx && at.y > yPx && at.y < yPx + heightPx;
        const onEdge = at.x === xPx || at.y === yPx || at.x === xPx + widthPx || at.y === yPx + heightPx;
        if (!onEdge) expect(isInPolygon(at, polygon)).toBe(inside);
      }),
    );
  });

  test('a lasso round a bay leaves the bay out', () => {
    const u = [
      { x: 0, y: 0 },
      { x: 30, y: 0 },
      { x: 30, y: 30 },
      { x: 20, y: 30 },
      { x: 20, y: 10 },
      { x: 10, y: 10 },
      { x: 10, y: 30 },
      { x: 0, y: 30 },
    ];
    expect(isInPolygon({ x: 15, y: 20 }, u)).toBe(false);
    expect(isInPolygon({ x: 5, y: 20 }, u)).toBe(true);
    expect(isInPolygon({ x: 25, y: 20 }, u)).toBe(true);
  });

  test('a handle is taken at its place, the cell itself within, nothing far away', () => {
    const cell = { xPx: 100, yPx: 100, widthPx: 60, heightPx: 40 };
    for (const handle of handles)
      expect(gripAt(cell, { x: 100 + handle.x * 60, y: 100 + handle.y * 40 }, 3)).toBe(handle);
    expect(gripAt(cell, { x: 115, y: 115 }, 3)).toBe('inside');
    expect(gripAt(cell, { x: 200, y: 100 }, 3)).toBeUndefined();
  });

  test('a cell that is moved keeps its size, one that is resized never vanishes', () => {
    fc.assert(
      fc.property(box, point, fc.constantFrom(...handles), (cell, by, handle) => {
        const moved = draggedBox(cell, 'inside', by);
        expect([moved.widthPx, moved.heightPx]).toEqual([cell.widthPx, cell.heightPx]);
        const resized = draggedBox(cell, handle, by);
        expect(Math.min(resized.widthPx, resized.heightPx)).toBeGreaterThanOrEqual(leastEdgePx);
      }),
    );
  });

  test('the opposite side stays where it is when a corner is drawn out', () => {
    const drawn = draggedBox({ xPx: 10, yPx: 10, widthPx: 20, heightPx: 20 }, handles[0], { x: -5, y: -3 });
    expect(drawn).toEqual({ xPx: 5, yPx: 7, widthPx: 25, heightPx: 23 });
  });

  test('a scale bar is 1, 2 or 5 times a power of ten long, fits, and is no shorter than two fifths', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (umPerPx) => {
        const { um, px } = scaleBarOf(umPerPx, 140);
        expect(['1', '2', '5']).toContain(um.toExponential(0).slice(0, 1));
        expect(px).toBeLessThanOrEqual(140 + 1e-6);
        // from 2 to 5 is the widest step: the next shorter length is 2/5 of what would fit
        expect(px).toBeGreaterThanOrEqual(140 * 0.4 - 1e-6);
      }),
    );
  });
});
