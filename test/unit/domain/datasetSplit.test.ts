import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellClasses } from '../../../main/domain/cellClass.ts';
import { type GroupedItem, splitByFold, splitBySeed } from '../../../main/domain/datasetSplit.ts';
import { splitBySlide } from '../../../main/domain/slideSplit.ts';

const partNames = ['train', 'validation', 'test'] as const;

function images(perClass: number, groupOf = (index: number) => index): readonly GroupedItem[] {
  return cellClasses.flatMap((cellClass) =>
    Array.from({ length: perClass }, (_, index) => ({
      path: `${cellClass}/${index}.jpg`,
      cellClass,
      group: `${cellClass}-${groupOf(index)}`,
    })),
  );
}

test('fold f is for test, the next one for validation, the rest for training', () => {
  const items = cellClasses.flatMap((cellClass) =>
    [0, 1, 2, 3, 4].map((fold) => ({ path: `${cellClass}/${fold}.jpg`, cellClass, fold })),
  );
  const foldsOf = (fold: number) => {
    const parts = splitByFold(items, fold);
    return partNames.map((part) => [...new Set(parts[part].map(({ path }) => path.at(-5)))].join(''));
  };
  expect([foldsOf(0), foldsOf(4)]).toEqual([
    ['234', '1', '0'],
    ['123', '0', '4'],
  ]);
});

test('a fold that is not there is refused with those that are', () => {
  const items = [{ path: 'a.jpg', cellClass: 'benign' as const, fold: 4 }];
  expect(() => splitByFold(items, 5)).toThrow(expect.objectContaining({ code: 'argument-invalid' }));
});

test('a fold without one of the classes is refused', () => {
  const items = [0, 1, 2].map((fold) => ({ path: `${fold}.jpg`, cellClass: 'pre-b' as const, fold }));
  expect(() => splitByFold(items, 0)).toThrow(expect.objectContaining({ code: 'dataset-invalid' }));
});

test('by seed 70/15/15 of each class, the same for the same seed whatever the order', () => {
  const items = images(100);
  const parts = splitBySeed(items, 3);
  expect(partNames.map((part) => parts[part].length)).toEqual([280, 60, 60]);
  expect(splitBySeed(items.toReversed(), 3)).toEqual(parts);
  expect(splitBySeed(items, 4)).not.toEqual(parts);
});

test('no image is lost or doubled, and no group is in two parts', () => {
  fc.assert(
    fc.property(fc.integer({ min: 9, max: 60 }), fc.integer(), (perClass, seed) => {
      const groupOf = (index: number) => Math.floor(index / 3);
      const items = images(perClass, groupOf);
      const parts = splitBySeed(items, seed);
      const groups = partNames.map(
        (part) => new Set(parts[part].map(({ path }) => items.find((item) => item.path === path)?.group)),
      );
      const paths = partNames.flatMap((part) => parts[part].map(({ path }) => path));
      expect(paths.toSorted()).toEqual(items.map(({ path }) => path).toSorted());
      expect(groups.reduce((sum, group) => sum + group.size, 0)).toBe(
        new Set(groups.flatMap((one) => [...one])).size,
      );
    }),
    { numRuns: 30 },
  );
});

test('a class with fewer than three independent images cannot be split', () => {
  const items = images(10).filter(({ cellClass, path }) => cellClass !== 'pro-b' || /\/[01]\./.test(path));
  expect(() => splitBySeed(items, 1)).toThrow(/pro-b has 2 .*at least 1 more/);
});

test('reviewed cells are split by slide, never by cell, with every class in every part', () => {
  const slides = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const items = slides.flatMap((group, at) =>
    cellClasses
      .filter((_, classAt) => at % 4 !== classAt)
      .flatMap((cellClass) =>
        [1, 2].map((n) => ({ path: `${group}-${cellClass}-${n}.png`, cellClass, group })),
      ),
  );
  const parts = splitBySlide(items, 1);
  const slidesOf = partNames.map((part) => new Set(parts[part].map(({ path }) => path[0])));
  expect(slidesOf.reduce((sum, one) => sum + one.size, 0)).toBe(slides.length);
  for (const part of partNames) expect(new Set(parts[part].map((item) => item.cellClass)).size).toBe(4);
  expect(splitBySlide(items.toReversed(), 1).test.length).toBe(parts.test.length);
});

test('slides of a single class each are split with every class in every part', () => {
  const items = cellClasses.flatMap((cellClass) =>
    [1, 2, 3].map((n) => ({ path: `${cellClass}-${n}.png`, cellClass, group: `${cellClass}-${n}` })),
  );
  const parts = splitBySlide(items, 1);
  expect(partNames.map((part) => parts[part].length)).toEqual([4, 4, 4]);
});

test('reviewed cells of too few slides are refused, naming the class', () => {
  const items = cellClasses.flatMap((cellClass) =>
    ['a', 'b', ...(cellClass === 'benign' ? [] : ['c'])].map((group) => ({
      path: `${group}.png`,
      cellClass,
      group,
    })),
  );
  expect(() => splitBySlide(items, 1)).toThrow(/benign are on 2 slides/);
});
