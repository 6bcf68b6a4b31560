import { expect, test } from 'vitest';
import { labelByNearest } from '../../../main/domain/nearestNeighbours.ts';

const known = [
  { features: [0, 1000], label: 'pale' },
  { features: [0.1, 1010], label: 'pale' },
  { features: [1, 1005], label: 'dark' },
  { features: [1.1, 995], label: 'dark' },
  { features: [0.9, 1001], label: 'dark' },
];

test('a field is called what most of its nearest neighbours are, each feature on its own scale', () => {
  expect(
    labelByNearest(
      known,
      [
        [0.05, 1000],
        [0.95, 1003],
      ],
      3,
    ),
  ).toEqual(['pale', 'dark']);
});

test('without a known field there is nothing to compare with', () => {
  expect(() => labelByNearest([], [[1]], 3)).toThrow(RangeError);
});
