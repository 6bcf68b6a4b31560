import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellClasses } from '../../../main/domain/cellClass.ts';
import type { DatasetItem } from '../../../main/domain/datasetItem.ts';
import { groupByKeys } from '../../../main/domain/groupByKeys.ts';
import { judgeBox } from '../../../main/domain/judgeBox.ts';
import { type KeyedItem, splitDatasetItems } from '../../../main/domain/splitDatasetItems.ts';

const keyed = (item: DatasetItem, ...keys: string[]): KeyedItem => ({
  item,
  keys: [`content ${item.file}`, ...(item.group === undefined ? [] : [`group ${item.group}`]), ...keys],
});

/** So many items of each class; each group of `perGroup` items is of one class. */
function someItems(countOfClass: number, perGroup = 1): readonly DatasetItem[] {
  return cellClasses.flatMap((cellClass) =>
    Array.from({ length: countOfClass }, (_, index) => ({
      file: `/data/${cellClass}/${index}.jpg`,
      cellClass,
      group: `${cellClass} ${Math.floor(index / perGroup)}`,
    })),
  );
}

const bySeed = { fold: undefined, seed: 1 };

test('groups are never parted by chance, whatever the seed', () => {
  const items = someItems(40, 4);
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { parts } = splitDatasetItems(
        items.map((item) => keyed(item)),
        { fold: undefined, seed },
      );
      const partOf = new Map<string, string>();
      for (const [part, members] of Object.entries(parts))
        for (const { group = '' } of members) {
          expect(partOf.get(group) ?? part).toBe(part);
          partOf.set(group, part);
        }
      expect(parts.train.length + parts.validation.length + parts.test.length).toBe(items.length);
    }),
    { numRuns: 30 },
  );
});

test('the same seed gives the same parts whatever the order of the items', () => {
  const items = someItems(12, 2);
  const filesOf = (order: readonly DatasetItem[]) =>
    splitDatasetItems(
      order.map((item) => keyed(item)),
      bySeed,
    )
      .parts.test.map(({ file }) => file)
      .sort();
  fc.assert(
    fc.property(fc.shuffledSubarray([...items], { minLength: items.length }), (order) => {
      expect(filesOf(order)).toEqual(filesOf(items));
    }),
    { numRuns: 20 },
  );
});

test('fold, then the authors’ part, then chance decides where an item goes', () => {
  const rest = someItems(10);
  const folded = cellClasses.flatMap((cellClass) =>
    [0, 1, 2, 3].map((fold) => ({ file: `/folded/${cellClass}${fold}`, cellClass, fold, source: 'a' })),
  );
  const parted: DatasetItem = { file: '/parted', cellClass: 'benign', part: 'validation', source: 'b' };
  const items = [...rest, ...folded, parted].map((item) => keyed(item));
  const { parts, ways } = splitDatasetItems(items, { fold: 3, seed: 1 });
  expect(ways).toEqual({ fold: 16, part: 1, seed: 40 });
  const placeOf = (file: string) =>
    Object.entries(parts).find(([, part]) => part.some((one) => one.file === file))?.[0];
  expect([0, 1, 2, 3].map((fold) => placeOf(`/folded/benign${fold}`))).toEqual([
    'validation',
    'train',
    'train',
    'test',
  ]);
  expect(placeOf('/parted')).toBe('validation');
});

test('what has the content of a placed picture goes with it; what authors have parted is told', () => {
  const authors = cellClasses.flatMap((cellClass) =>
    (['train', 'validation', 'test'] as const).map((part) => ({
      file: `/${cellClass}/${part}`,
      cellClass,
      part,
    })),
  );
  const copy: DatasetItem = { file: '/copy', cellClass: 'benign' };
  const result = splitDatasetItems(
    [...authors.map((item) => keyed(item)), keyed(copy, 'content /benign/test')],
    bySeed,
  );
  expect(result.parts.test).toContain(copy);
  const leaking = authors.map((item) => keyed(item, item.cellClass === 'pre-b' ? 'patient 1' : ''));
  const told = splitDatasetItems(
    leaking.map(({ item, keys }) => ({ item, keys: keys.filter((key) => key !== '') })),
    bySeed,
  );
  expect(told.partedGroups.map((group) => group.map(({ file }) => file))).toEqual([
    ['/pre-b/train', '/pre-b/validation', '/pre-b/test'],
  ]);
});

test.each([
  ['a fold of lists without one', someItems(5), { fold: 0, seed: 1 }, 'argument-invalid', /has a fold/],
  [
    'a class of which there is nothing',
    someItems(5).filter(({ cellClass }) => cellClass !== 'pro-b'),
    bySeed,
    'dataset-invalid',
    /no item of pro-b/,
  ],
  ['groups that are too few', someItems(5, 5), bySeed, 'dataset-invalid', /part has no item of/],
])('%s is refused', (_, items, split, code, message) => {
  expect(() =>
    splitDatasetItems(
      items.map((item) => keyed(item)),
      split,
    ),
  ).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
});

test('cells of several classes in one field stay together and every part has every class', () => {
  const items = Array.from({ length: 30 }, (_, field) =>
    cellClasses
      .filter((_one, at) => (field + at) % 3 !== 0)
      .map((cellClass, at) => ({
        file: `/field${field}`,
        cellClass,
        cell: { xPx: at * 10, yPx: 0, widthPx: 9, heightPx: 9 },
      })),
  ).flat();
  const { parts } = splitDatasetItems(
    items.map((item) => keyed(item)),
    bySeed,
  );
  const files = (part: readonly DatasetItem[]) => new Set(part.map(({ file }) => file));
  const tested = files(parts.test);
  expect([...files(parts.train)].filter((file) => tested.has(file))).toEqual([]);
  for (const part of Object.values(parts))
    expect(new Set(part.map(({ cellClass }) => cellClass)).size).toBe(cellClasses.length);
});

test('items are grouped by what they share through others', () => {
  const groups = groupByKeys([['a'], ['b', 'c'], ['d'], ['a', 'c'], ['e']], (keys) => keys);
  expect(groups).toEqual([[['a'], ['b', 'c'], ['a', 'c']], [['d']], [['e']]]);
});

test.each([
  ['no size', { xPx: 5, yPx: 5, widthPx: 0, heightPx: 10 }, /has no size/],
  ['a value that is no number', { xPx: Number.NaN, yPx: 5, widthPx: 1, heightPx: 1 }, /no number/],
  ['no end', { xPx: 5, yPx: 5, widthPx: Number.POSITIVE_INFINITY, heightPx: 1 }, /no number/],
  [
    'a place beyond the picture',
    { xPx: 95, yPx: 5, widthPx: 20, heightPx: 10 },
    /reaches out of its picture of 100 x 80/,
  ],
  ['a place before it', { xPx: -4, yPx: 5, widthPx: 20, heightPx: 10 }, /reaches out/],
])('a box with %s is refused', (_, box, fault) => {
  expect(judgeBox(box, { widthPx: 100, heightPx: 80 })).toEqual({ fault: expect.stringMatching(fault) });
});

test('a box that passes the edge by a rounding is cut to it; every box that is kept lies within', () => {
  const size = { widthPx: 100, heightPx: 80 };
  expect(judgeBox({ xPx: -0.5, yPx: 70, widthPx: 20, heightPx: 10.4 }, size)).toEqual({
    box: { xPx: 0, yPx: 70, widthPx: 19.5, heightPx: 10 },
  });
  const value = fc.double({ min: -200, max: 200 });
  fc.assert(
    fc.property(fc.record({ xPx: value, yPx: value, widthPx: value, heightPx: value }), (box) => {
      const judged = judgeBox(box, size);
      if ('fault' in judged) return;
      const { xPx, yPx, widthPx, heightPx } = judged.box;
      expect(xPx >= 0 && yPx >= 0 && widthPx > 0 && heightPx > 0).toBe(true);
      // sums of doubles may be off in their last place
      expect(xPx + widthPx).toBeLessThanOrEqual(100 + 1e-9);
      expect(yPx + heightPx).toBeLessThanOrEqual(80 + 1e-9);
    }),
  );
});
