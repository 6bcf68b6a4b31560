import { expect, test } from 'vitest';
import type { CellMaps } from '../../../main/detection/cellFinder.ts';
import { decodeCells } from '../../../main/detection/decodeCells.ts';

/** Maps of 5 by 3 map cells with the given white-cell heats; every box reaches 10, 6, 20, 14 px. */
function someMaps(heats: readonly number[]): CellMaps {
  const count = 15;
  const boxes = Float32Array.from({ length: count * 4 }, (_, i) => [10, 6, 20, 14][i % 4] ?? 0);
  return {
    widthCells: 5,
    heightCells: 3,
    stridePx: 4,
    whiteCell: Float32Array.from(heats),
    redCell: new Float32Array(count),
    whiteCellBox: boxes,
    redCellBox: boxes,
  };
}

test('a peak becomes a box around the middle of its map cell', () => {
  const heats = new Array<number>(15).fill(0.1);
  heats[7] = 0.75;
  expect(decodeCells(someMaps(heats), 'whiteCell', 0.5)).toEqual([
    { xPx: 0, yPx: 0, widthPx: 30, heightPx: 20, score: 0.75 },
  ]);
});

test('two cells with a valley between them stay two, and a plateau is one', () => {
  const valley = [0, 0, 0, 0, 0, 0.9, 0.6, 0.2, 0.7, 0.8, 0, 0, 0, 0, 0];
  expect(decodeCells(someMaps(valley), 'whiteCell', 0.5)).toHaveLength(2);
  const plateau = [0, 0, 0, 0, 0, 0, 0.75, 0.75, 0, 0, 0, 0.75, 0.75, 0, 0];
  expect(decodeCells(someMaps(plateau), 'whiteCell', 0.5)).toHaveLength(1);
});

test('cells at the rim of the map are seen, and those below the least score are not', () => {
  const corners = [0.75, 0, 0, 0, 0.5, 0, 0, 0, 0, 0, 0.25, 0, 0, 0, 0.625];
  const scores = decodeCells(someMaps(corners), 'whiteCell', 0.5).map((cell) => cell.score);
  expect(scores).toEqual([0.75, 0.5, 0.625]);
  expect(decodeCells(someMaps(corners), 'redCell', 0.5)).toEqual([]);
});
