import { expect, test } from 'vitest';
import { chooseCells, chooseEpoch } from '../../../main/network/chooseCells.ts';

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

test('an epoch shows the training part and some cells of other sources, others of them in each', () => {
  const other = Array.from({ length: 50 }, (_, i) => ({
    path: `/other/${i}.jpg`,
    cellClass: 'benign' as const,
    cell: { xPx: i, yPx: 0, widthPx: 9, heightPx: 9, redCellDiameterPx: 17 },
  }));
  const request = { train: items, cellsPerField: 3, besides: { items: other, perEpoch: 10 }, seed: 4 };
  const besidesIn = (epoch: number) =>
    chooseEpoch(request, epoch)
      .map(({ path }) => path)
      .filter((path) => path.startsWith('/other'));
  expect(chooseEpoch(request, 1)).toHaveLength(16);
  expect(new Set(besidesIn(1)).size).toBe(10);
  expect(besidesIn(1)).toEqual(besidesIn(1));
  expect(besidesIn(1)).not.toEqual(besidesIn(2));
  expect(chooseEpoch({ ...request, besides: undefined }, 1)).toHaveLength(6);
});
