import { expect, test } from 'vitest';
import { spreadEvenly } from '../../../main/domain/spreadEvenly.ts';

test.each([
  [10, 5, [0, 2, 4, 6, 8]],
  [7, 3, [0, 3, 5]],
  [3, 60, [0, 1, 2]],
  [0, 5, []],
])('of %i items %i are taken evenly', (length, count, places) => {
  expect(spreadEvenly([...Array(length).keys()], count)).toEqual(places);
});
