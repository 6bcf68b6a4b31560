import { expect, test } from 'vitest';
import { decodeCells } from '../../../main/detection/decodeCells.ts';
import { boxUnitPx, type CellMaps, cellMapChannels, logitOf } from '../../../main/domain/cellMaps.ts';

/** Maps of 5 by 3 map cells, in rows of 8, with the given white-cell heats; every white cell's box reaches 10, 6, 20, 14 px. */
function someMaps(heats: readonly number[]): CellMaps {
  const [widthCells, heightCells, rowCells] = [5, 3, 8];
  // what lies beyond a row's cells is of the padding, and would be the highest peak
  const outputs = new Float32Array(heightCells * rowCells * cellMapChannels).fill(9);
  for (const [at, heat] of heats.entries()) {
    const from = (Math.floor(at / widthCells) * rowCells + (at % widthCells)) * cellMapChannels;
    const logs = [10, 6, 20, 14].map((side) => Math.log(side / boxUnitPx.whiteCell));
    outputs.set([logitOf(heat), logitOf(0), ...logs, 0, 0, 0, 0], from);
  }
  return { widthCells, heightCells, rowCells, stridePx: 4, outputs };
}

test('a peak becomes a box around the middle of its map cell', () => {
  const heats = new Array<number>(15).fill(0.1);
  heats[7] = 0.75;
  const [cell, ...others] = decodeCells(someMaps(heats), 'whiteCell', 0.5);
  expect(others).toEqual([]);
  const wanted = { xPx: 0, yPx: 0, widthPx: 30, heightPx: 20, score: 0.75 };
  for (const key of ['xPx', 'yPx', 'widthPx', 'heightPx', 'score'] as const)
    expect(cell?.[key]).toBeCloseTo(wanted[key], 5);
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
  expect(scores.map((score) => Number(score.toFixed(5)))).toEqual([0.75, 0.5, 0.625]);
  expect(decodeCells(someMaps(corners), 'redCell', 0.5)).toEqual([]);
});

test('a box that the network says is boundless ends at its limit', () => {
  const maps = someMaps([0.9, ...new Array<number>(14).fill(0)]);
  maps.outputs.fill(99, 2, 6);
  expect(decodeCells(maps, 'whiteCell', 0.5)[0]?.widthPx).toBeCloseTo(2 * 18 * Math.exp(4), 3);
});
