import { expect, test } from 'vitest';
import { chooseThreshold, computeMargin } from '../../../main/compute/evaluateDetector.ts';

function aBox(xPx: number, score: number) {
  return { xPx, yPx: 0, widthPx: 10, heightPx: 10, score };
}

/** Two labelled cells, found with the first two scores, and a shadow with the third. */
function aField(scores: readonly [number, number, number]) {
  const [first, second, shadow] = scores;
  return {
    cells: [aBox(0, first), aBox(50, second), aBox(100, shadow)],
    labels: [aBox(0, 1), aBox(50, 1)],
  };
}

test('the threshold lies in the middle between the weakest cell and the strongest shadow', () => {
  const { threshold, figures } = chooseThreshold([aField([0.9, 0.7, 0.3])]);
  expect(figures.f1).toBe(1);
  expect(Math.abs(threshold - 0.5)).toBeLessThan(0.02);
});

test('of two detectors without an error the one that parts cells from shadows wider is better', () => {
  expect(computeMargin([aField([0.9, 0.8, 0.1])])).toBe(1);
  expect(computeMargin([aField([0.6, 0.5, 0.4])])).toBeLessThan(0.85);
});
