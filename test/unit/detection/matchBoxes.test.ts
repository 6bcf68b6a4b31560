import { expect, test } from 'vitest';
import { computeDetectionFigures, matchBoxes } from '../../../main/detection/matchBoxes.ts';

function aBox(xPx: number, score = 0.9) {
  return { xPx, yPx: 0, widthPx: 10, heightPx: 10, score };
}

test('each labelled cell is matched at most once, by the better detection first', () => {
  const matches = matchBoxes([aBox(1, 0.5), aBox(0, 0.9)], [aBox(0)]);
  expect(matches).toEqual({ matchedIous: [1], falsePositives: 1, missed: 0 });
});

test('an overlap below a half is a miss and a false alarm', () => {
  expect(matchBoxes([aBox(4)], [aBox(0)])).toEqual({ matchedIous: [], falsePositives: 1, missed: 1 });
  // 7 of 13 px are shared: IoU 0.538
  expect(matchBoxes([aBox(3)], [aBox(0)])).toMatchObject({ falsePositives: 0, missed: 0 });
});

test('figures over fields count cells, not fields', () => {
  const figures = computeDetectionFigures([
    { matchedIous: [0.8, 0.6], falsePositives: 1, missed: 0 },
    { matchedIous: [1], falsePositives: 0, missed: 3 },
  ]);
  expect(figures.precision).toBe(3 / 4);
  expect(figures.recall).toBe(1 / 2);
  expect(figures.f1).toBe(6 / 10);
  expect(figures.meanIou).toBeCloseTo(0.8, 12);
  expect(figures).toMatchObject({ labelCount: 6, detectedCount: 4 });
});

test('nothing found where nothing is gives zeros, not NaN', () => {
  expect(Object.values(computeDetectionFigures([matchBoxes([], [])]))).toEqual([0, 0, 0, 0, 0, 0]);
});
