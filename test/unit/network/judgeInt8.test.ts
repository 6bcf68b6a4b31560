import { expect, test } from 'vitest';
import { type CellClass, cellClasses } from '../../../main/domain/cellClass.ts';
import type { ScoredItem } from '../../../main/domain/computeFigures.ts';
import { compareWithInt8, findInt8Fault } from '../../../main/network/judgeInt8.ts';

/** An image of the class that gets this probability, the others sharing the rest. */
function scored(cellClass: CellClass, probability: number): ScoredItem {
  const rest = (1 - probability) / (cellClasses.length - 1);
  const entries = cellClasses.map((one) => [one, one === cellClass ? probability : rest] as const);
  return { cellClass, probabilities: Object.fromEntries(entries) as ScoredItem['probabilities'] };
}

const sure = (count: number) => Array.from({ length: count }, () => scored('pre-b', 0.97));

/** The same images, the first ones with another probability of their class. */
function changed(items: readonly ScoredItem[], count: number, probability: number): readonly ScoredItem[] {
  return items.map((item, at) => (at < count ? scored(item.cellClass, probability) : item));
}

test('a copy that gives the same is good', () => {
  const found = compareWithInt8(sure(200), sure(200));
  expect(found).toMatchObject({ imageCount: 200, agreement: 1, greatestDifference: 0, p99Difference: 0 });
  expect(findInt8Fault(found)).toBeUndefined();
});

test('one other class in 200 images passes, two do not', () => {
  // 0.2 of the first class is less than the others have: 0.267
  const items = changed(sure(200), 200, 0.3);
  const fault = (count: number) => findInt8Fault(compareWithInt8(items, changed(items, count, 0.2)));
  expect(fault(1)).toBeUndefined();
  expect(fault(2)).toMatch(/only 99.00 % of 200/);
});

test('probabilities that move too far are refused, few or many', () => {
  const fault = (count: number, probability: number) =>
    findInt8Fault(compareWithInt8(sure(200), changed(sure(200), count, probability)));
  expect(fault(1, 0.75)).toMatch(/differs by 0.220/);
  expect(fault(2, 0.8)).toBeUndefined();
  expect(fault(3, 0.85)).toMatch(/over 1 %/);
});

test('a copy that is as right but less sure is refused for its calibration', () => {
  expect(findInt8Fault(compareWithInt8(sure(200), changed(sure(200), 200, 0.93)))).toMatch(
    /calibration error/,
  );
});

test('few images, and no numbers, prove nothing', () => {
  expect(findInt8Fault(compareWithInt8(sure(99), sure(99)))).toMatch(/99 held-out images/);
  const none = sure(200).map((item) => scored(item.cellClass, Number.NaN));
  expect(findInt8Fault(compareWithInt8(sure(200), none))).toBeTruthy();
});
