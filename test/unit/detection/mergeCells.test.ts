import { expect, test } from 'vitest';
import { createCellMerger } from '../../../main/detection/mergeCells.ts';
import type { DetectedCell } from '../../../main/domain/cell.ts';

const redCellPx = 20;
const left = { xPx: 0, yPx: 0, widthPx: 1000, heightPx: 1000 };
const right = { xPx: 1000, yPx: 0, widthPx: 1000, heightPx: 1000 };

/** A white cell two red cells wide about a point. */
function cellAt(x: number, y: number, widthPx = 40): DetectedCell {
  return { xPx: x - widthPx / 2, yPx: y - widthPx / 2, widthPx, heightPx: widthPx, score: 0.9 };
}

test('a cell on a border counts once, wherever its two fields see its centre', () => {
  // both on the left, both on the right, each on its own side, each on the other's
  for (const [seenLeft, seenRight] of [
    [998, 997],
    [1002, 1004],
    [999, 1001],
    [1003, 997],
  ] as const) {
    const merger = createCellMerger(redCellPx);
    const found = [merger.add([cellAt(seenLeft, 500)], left), merger.add([cellAt(seenRight, 502)], right)];
    expect(found.flat(), `${seenLeft} and ${seenRight}`).toEqual([0]);
  }
});

test('a cell that lies wholly in the margin is left to the field that owns it', () => {
  const merger = createCellMerger(redCellPx);
  expect(merger.add([cellAt(1030, 500), cellAt(400, 500)], left)).toEqual([1]);
  expect(merger.add([cellAt(1030, 500), cellAt(970, 500)], right)).toEqual([0]);
});

test('two cells that touch across a border stay two', () => {
  const merger = createCellMerger(redCellPx);
  const both = [cellAt(979, 500), cellAt(1019, 500)];
  expect([merger.add(both, left), merger.add(both, right)]).toEqual([[0], [1]]);
});

test('a cell at the corner of four fields counts once', () => {
  const merger = createCellMerger(redCellPx);
  const corners = [left, right, { ...left, yPx: 1000 }, { ...right, yPx: 1000 }];
  const found = corners.map((core, i) => merger.add([cellAt(1000 + (i % 3) - 1, 999 + (i % 2))], core));
  expect(found.flat()).toEqual([0]);
});

test('a large cell is the same though one field saw only its nucleus', () => {
  const merger = createCellMerger(redCellPx);
  expect(merger.add([cellAt(1000, 500, 110)], left)).toEqual([0]);
  expect(merger.add([cellAt(1008, 505, 60)], right)).toEqual([]);
});

test('the order of the fields does not change how many cells there are', () => {
  const cells = Array.from({ length: 40 }, (_, i) => cellAt(985 + (i % 4) * 10, 30 + i * 48));
  const tall = [left, right].map((core) => ({ ...core, heightPx: 2000 }));
  const count = (order: typeof tall) => {
    const merger = createCellMerger(redCellPx);
    return order.flatMap((core) => merger.add(cells, core)).length;
  };
  expect([count(tall), count(tall.toReversed())]).toEqual([40, 40]);
});
