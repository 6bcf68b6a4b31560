import { expect, test } from 'vitest';
import { suppressOverlaps } from '../../../main/detection/suppressOverlaps.ts';

function aCell(xPx: number, yPx: number, sidePx: number, score: number) {
  return { xPx, yPx, widthPx: sidePx, heightPx: sidePx, score };
}

test('a cell that was seen twice is kept once, with the better score', () => {
  expect(suppressOverlaps([aCell(0, 0, 40, 0.6), aCell(3, 2, 40, 0.9)])).toEqual([aCell(3, 2, 40, 0.9)]);
});

test('touching cells stay two', () => {
  const pair = [aCell(0, 0, 40, 0.9), aCell(34, 5, 40, 0.8)];
  expect(suppressOverlaps(pair)).toEqual(pair);
});

test('a lobe of a nucleus inside a cell is not a second cell, whichever scores higher', () => {
  expect(suppressOverlaps([aCell(0, 0, 40, 0.9), aCell(5, 5, 18, 0.5)])).toHaveLength(1);
  expect(suppressOverlaps([aCell(0, 0, 40, 0.5), aCell(5, 5, 18, 0.9)])).toHaveLength(1);
});

test('a field without cells stays without', () => {
  expect(suppressOverlaps([])).toEqual([]);
});
