import { expect, test } from 'vitest';
import { computeClassTargets, computeKnownMask } from '../../../main/network/detectorTargets.ts';

const sidePx = 64;
const sideCells = 16;

test('each cell has one map cell of full heat, at its centre, with the way to its four sides', () => {
  const box = { xPx: 8, yPx: 20, widthPx: 28, heightPx: 20 };
  const targets = computeClassTargets([box], sidePx);
  const full = [...targets.heat.keys()].filter((at) => targets.heat[at] === 1);
  const at = 7 * sideCells + 5;
  expect(full).toEqual([at]);
  // the map cell's centre is at 22, 30
  expect([...targets.box.subarray(at * 4, at * 4 + 4)]).toEqual([14, 10, 14, 10]);
  expect(targets.boxWeight[at]).toBe(1);
});

test('between two touching cells the heat falls below a half', () => {
  const pair = [4, 32].map((xPx) => ({ xPx, yPx: 18, widthPx: 28, heightPx: 28 }));
  const { heat } = computeClassTargets(pair, sidePx);
  const row = heat.subarray(8 * sideCells, 9 * sideCells);
  expect(row.filter((value) => value === 1)).toHaveLength(2);
  expect(row[8]).toBeLessThan(0.5);
});

test('where it is not known what is there, nothing is learnt', () => {
  const mask = computeKnownMask([{ xPx: 8, yPx: 8, widthPx: 7, heightPx: 3 }], sidePx);
  expect([...mask.keys()].filter((at) => mask[at] === 0)).toEqual([2 * sideCells + 2, 2 * sideCells + 3]);
});

test('a cell that reaches beyond the sample does not break its map', () => {
  const { heat } = computeClassTargets([{ xPx: 60, yPx: -8, widthPx: 30, heightPx: 12 }], sidePx);
  expect(Math.max(...heat)).toBe(1);
});
