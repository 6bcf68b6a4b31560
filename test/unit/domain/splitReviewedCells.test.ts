import { expect, test } from 'vitest';
import { cellClasses } from '../../../main/domain/cellClass.ts';
import { leastGroups } from '../../../main/domain/datasetSplit.ts';
import {
  findTooFewCells,
  type ReviewedPicture,
  splitReviewedCells,
} from '../../../main/domain/splitReviewedCells.ts';

const partNames = ['train', 'validation', 'test'] as const;

/** Every slide with the same count of each class. */
function pictures(slideCount: number, perClass: number): readonly ReviewedPicture[] {
  return Array.from({ length: slideCount }, (_, slide) =>
    cellClasses.flatMap((cellClass) =>
      Array.from({ length: perClass }, (__, at) => ({
        ...{ path: `${slide}/${cellClass}-${at}.png`, cellClass },
        ...{ group: `slide-${slide}`, field: `slide-${slide} field` },
      })),
    ),
  ).flat();
}

function slidesOf(items: readonly ReviewedPicture[], part: readonly { readonly path: string }[]) {
  return new Set(part.map(({ path }) => items.find((item) => item.path === path)?.group));
}

test('where slides are enough, no slide is both learned and measured on', () => {
  const items = pictures(5, 2);
  for (const seed of [1, 2, 3]) {
    const { parts, unit } = splitReviewedCells(items, seed);
    expect(unit).toBe('slide');
    const slides = partNames.map((part) => slidesOf(items, parts[part]));
    expect(slides.reduce((sum, { size }) => sum + size, 0)).toBe(5);
    expect(partNames.flatMap((part) => parts[part])).toHaveLength(items.length);
    for (const part of partNames)
      expect(new Set(parts[part].map(({ cellClass }) => cellClass)).size).toBe(cellClasses.length);
  }
});

test.each([1, 2])('of %i slides cells are split one by one, each class in every part', (slideCount) => {
  const items = pictures(slideCount, leastGroups * 2);
  const { parts, unit } = splitReviewedCells(items, 1);
  expect(unit).toBe('cell');
  const paths = partNames.flatMap((part) => parts[part].map(({ path }) => path));
  expect(paths.toSorted()).toEqual(items.map(({ path }) => path).toSorted());
  for (const part of partNames)
    expect(new Set(parts[part].map(({ cellClass }) => cellClass)).size).toBe(cellClasses.length);
  expect(splitReviewedCells(items.toReversed(), 1)).toEqual({ parts, unit });
});

test('a class on too few slides makes the cells be split one by one', () => {
  const items = pictures(6, 3).filter(({ cellClass, group }) => cellClass !== 'pro-b' || group === 'slide-0');
  expect(splitReviewedCells(items, 1).unit).toBe('cell');
});

test('too few cells are refused, and each class that lacks some is told with how many', () => {
  const items = pictures(1, 3).filter(
    ({ cellClass, path }) => cellClass !== 'pro-b' && (cellClass !== 'pre-b' || path.endsWith('-0.png')),
  );
  expect(() => splitReviewedCells(items, 1)).toThrow(
    expect.objectContaining({
      code: 'dataset-invalid',
      message: expect.stringMatching(/at least pre-b: 2 more, pro-b: 3 more\.$/),
    }),
  );
  expect(() => splitReviewedCells([], 1)).toThrow(/benign: 3 more/);
  expect(findTooFewCells({ benign: 3, 'early-pre-b': 3, 'pre-b': 3, 'pro-b': 3 })).toBeUndefined();
});
