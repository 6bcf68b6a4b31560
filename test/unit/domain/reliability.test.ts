import { expect, test } from 'vitest';
import { type CellClass, isBlastLike } from '../../../main/domain/cellClass.ts';
import { computeFigures } from '../../../main/domain/computeFigures.ts';
import { gateFiguresOf } from '../../../main/domain/gateFiguresOf.ts';
import {
  calibrationErrorOf,
  computeReliability,
  overallReliability,
} from '../../../main/domain/reliability.ts';

/** An item of a class that was given another, or its own, with a probability. */
function anItem(cellClass: CellClass, said: CellClass, top: number) {
  const rest = (1 - top) / 3;
  return {
    cellClass,
    probabilities: { benign: rest, 'early-pre-b': rest, 'pre-b': rest, 'pro-b': rest, [said]: top },
  };
}

const items = [
  anItem('benign', 'benign', 0.9),
  anItem('benign', 'pre-b', 0.9),
  anItem('pre-b', 'pre-b', 0.5),
  anItem('pro-b', 'pro-b', 1),
];

test('cells that a model was about as sure of stand together, with how many were right', () => {
  expect(computeReliability(items)).toEqual([
    { meanConfidence: 0.5, hits: 1, count: 1 },
    { meanConfidence: expect.closeTo(0.9, 9), hits: 1, count: 2 },
    { meanConfidence: 1, hits: 1, count: 1 },
  ]);
  expect(computeReliability([])).toEqual([]);
});

test('the calibration error is the mean gap, and what a model said of itself the mean of all', () => {
  const bins = computeReliability(items);
  // |0.5 - 1| + |1.8 - 1| + |1 - 1| over 4 cells
  expect(calibrationErrorOf(bins)).toBeCloseTo((0.5 + 0.8) / 4, 9);
  expect(computeFigures(items).expectedCalibrationError).toBeCloseTo(0.325, 9);
  expect(overallReliability(bins)).toEqual({ confidence: expect.closeTo(0.825, 9), accuracy: 0.75 });
  expect([calibrationErrorOf([]), overallReliability([])]).toEqual([0, undefined]);
});

test('the shares of the gate come from the confusion matrix', () => {
  const figures = gateFiguresOf(computeFigures(items), isBlastLike);
  expect(figures.blastSensitivity).toMatchObject({ hits: 2, count: 2 });
  expect(figures.blastSpecificity).toMatchObject({ hits: 1, count: 2 });
  expect(figures.classes.find(({ cellClass }) => cellClass === 'pre-b')).toMatchObject({
    sensitivity: { hits: 1, count: 1 },
    precision: { hits: 1, count: 2 },
  });
});
