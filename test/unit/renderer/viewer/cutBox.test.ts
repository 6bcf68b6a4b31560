import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PixelBox } from '../../../../main/domain/cell.ts';
import { cutBox, cutLineAt, middleLine } from '../../../../renderer/components/viewer/cutBox.ts';
import { centreOf } from '../../../../renderer/components/viewer/geometry.ts';

const wide: PixelBox = { xPx: 100, yPx: 50, widthPx: 80, heightPx: 40 };
const square: PixelBox = { xPx: 0, yPx: 0, widthPx: 100, heightPx: 100 };
const length = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const boxes = fc.record({
  ...{ xPx: length(-500, 500), yPx: length(-500, 500), widthPx: length(10, 200), heightPx: length(10, 200) },
});
const points = fc.record({ x: length(-600, 800), y: length(-600, 800) });

describe('a cell that is cut in two', () => {
  test('in the middle gives two halves side by side across its longer side', () => {
    fc.assert(
      fc.property(boxes, (box) => {
        const [first, second] = cutBox(box, middleLine(box)) ?? [];
        if (first === undefined || second === undefined) throw new Error('The middle parts every cell');
        const area = ({ widthPx, heightPx }: PixelBox) => widthPx * heightPx;
        expect(area(first)).toBeCloseTo(area(second), 6);
        expect(area(first) + area(second)).toBeCloseTo(area(box), 3);
        const isAcross = box.widthPx >= box.heightPx;
        expect(centreOf(first).x < centreOf(second).x).toBe(isAcross);
        expect(centreOf(first).y < centreOf(second).y).toBe(!isAcross);
      }),
    );
  });

  test('where it was clicked is parted there, across its longer side', () => {
    const line = cutLineAt(wide, { x: 120, y: 60 });
    expect(line && cutBox(wide, line)).toEqual([
      { xPx: 100, yPx: 50, widthPx: 20, heightPx: 40 },
      { xPx: 120, yPx: 50, widthPx: 60, heightPx: 40 },
    ]);
    expect(cutLineAt(wide, { x: 99, y: 60 })).toBeUndefined();
  });

  test('by a line that leans a little is parted where the line crosses its middle, against the longer side too', () => {
    const level = { from: { x: 90, y: 58 }, to: { x: 190, y: 62 } };
    expect(cutBox(wide, level)).toEqual([
      { xPx: 100, yPx: 50, widthPx: 80, heightPx: 10 },
      { xPx: 100, yPx: 60, widthPx: 80, heightPx: 30 },
    ]);
  });

  // two circles of 100 px / (1 + 1/sqrt 2) touch in the middle of the square that holds both
  test.each([
    ['falling', { from: { x: 10, y: 10 }, to: { x: 90, y: 90 } }, [1, 0]],
    ['rising', { from: { x: 90, y: 10 }, to: { x: 10, y: 90 } }, [0, 0]],
  ] as const)('by a %s line gives the boxes of two round cells that touch at it', (_, line, [right]) => {
    const [upper, lower] = cutBox(square, line) ?? [];
    const edgePx = 100 / (1 + Math.SQRT1_2);
    for (const piece of [upper, lower]) {
      expect(piece?.widthPx).toBeCloseTo(edgePx, 6);
      expect(piece?.heightPx).toBeCloseTo(edgePx, 6);
    }
    expect(upper?.xPx).toBeCloseTo(right === 1 ? 100 - edgePx : 0, 6);
    expect(lower?.xPx).toBeCloseTo(right === 1 ? 0 : 100 - edgePx, 6);
    expect([upper?.yPx, lower?.yPx]).toEqual([0, expect.closeTo(100 - edgePx, 6)]);
  });

  test('by whatever line stays within its box, or stays whole', () => {
    fc.assert(
      fc.property(boxes, points, points, (box, from, to) => {
        for (const piece of cutBox(box, { from, to }) ?? []) {
          expect(piece.xPx).toBeGreaterThanOrEqual(box.xPx - 1e-6);
          expect(piece.yPx).toBeGreaterThanOrEqual(box.yPx - 1e-6);
          expect(piece.xPx + piece.widthPx).toBeLessThanOrEqual(box.xPx + box.widthPx + 1e-6);
          expect(piece.yPx + piece.heightPx).toBeLessThanOrEqual(box.yPx + box.heightPx + 1e-6);
          expect(Math.min(piece.widthPx, piece.heightPx)).toBeGreaterThanOrEqual(4);
        }
      }),
    );
  });

  test('stays whole where the line misses it, or is none', () => {
    expect(cutBox(wide, { from: { x: 20, y: 0 }, to: { x: 20, y: 100 } })).toBeUndefined();
    expect(cutBox(square, { from: { x: 200, y: 0 }, to: { x: 400, y: 200 } })).toBeUndefined();
    expect(cutBox(square, { from: { x: 5, y: 5 }, to: { x: 5, y: 5 } })).toBeUndefined();
  });
});
