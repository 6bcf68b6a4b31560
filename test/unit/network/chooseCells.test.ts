import { expect, test } from 'vitest';
import { chooseCells } from '../../../main/network/chooseCells.ts';

const items = Array.from({ length: 23 }, (_, i) => ({
  path: i < 20 ? '/a.jpg' : '/b.jpg',
  cellClass: 'benign' as const,
  cell: { xPx: i, yPx: 0, widthPx: 9, heightPx: 9, redCellDiameterPx: 17 },
}));

test('a crowded field has no more say than a sparse one', () => {
  const chosen = chooseCells(items, 3, 1);
  expect(chosen.filter(({ path }) => path === '/a.jpg')).toHaveLength(3);
  expect(chosen.filter(({ path }) => path === '/b.jpg')).toHaveLength(3);
  expect(new Set(chosen.map(({ cell }) => cell.xPx)).size).toBe(6);
});

test('each epoch sees others of its cells, the same ones by the same seed', () => {
  const placesBy = (seed: number) => chooseCells(items, 3, seed).map(({ cell }) => cell.xPx);
  expect(placesBy(1)).toEqual(placesBy(1));
  expect(placesBy(1)).not.toEqual(placesBy(2));
});

test('without a number all are shown', () => expect(chooseCells(items, undefined, 1)).toBe(items));
