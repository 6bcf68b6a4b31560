import { expect, test } from 'vitest';
import { type CellClass, cellClasses } from '../../../main/domain/cellClass.ts';
import { computeFigures } from '../../../main/domain/computeFigures.ts';

function anItem(cellClass: CellClass, predicted: CellClass, confidence = 1) {
  const rest = (1 - confidence) / 3;
  const probabilities = Object.fromEntries(
    cellClasses.map((one) => [one, one === predicted ? confidence : rest]),
  ) as Record<CellClass, number>;
  return { cellClass, probabilities };
}

const someItems = [
  anItem('benign', 'benign'),
  anItem('benign', 'pro-b'),
  anItem('early-pre-b', 'early-pre-b'),
  anItem('pre-b', 'pre-b'),
  anItem('pre-b', 'pre-b'),
  anItem('pro-b', 'pro-b'),
];

test('accuracy, macro figures and the confusion matrix follow from the counts', () => {
  const figures = computeFigures(someItems);
  expect(figures.accuracy).toBeCloseTo(5 / 6, 12);
  expect(figures.macroPrecision).toBeCloseTo((1 + 1 + 1 + 0.5) / 4, 12);
  expect(figures.macroRecall).toBeCloseTo((0.5 + 1 + 1 + 1) / 4, 12);
  expect(figures.confusionMatrix).toEqual([
    [1, 0, 0, 1],
    [0, 1, 0, 0],
    [0, 0, 2, 0],
    [0, 0, 0, 1],
  ]);
});

test('"always malignant" is not rewarded: a class never predicted has precision and recall 0', () => {
  const figures = computeFigures([anItem('benign', 'pre-b'), anItem('pre-b', 'pre-b')]);
  expect(figures.classes[0]).toMatchObject({ precision: 0, recall: 0, f1: 0 });
});

test('the area under the curve is the chance to rank a cell of the class higher, ties half', () => {
  // benign probabilities 0.9 and 0.4 against 0.4 and 0.1: (1 + 1 + 0.5 + 1) / 4
  const items = [
    anItem('benign', 'benign', 0.9),
    anItem('benign', 'benign', 0.4),
    anItem('pre-b', 'benign', 0.4),
    anItem('pre-b', 'pre-b', 0.7),
  ];
  expect(computeFigures(items).classes[0]?.rocAuc).toBeCloseTo(3.5 / 4, 12);
});

test('a network that is 90 % sure and right half the time is miscalibrated by 40 %', () => {
  const items = [anItem('benign', 'benign', 0.9), anItem('pre-b', 'benign', 0.9)];
  expect(computeFigures(items).expectedCalibrationError).toBeCloseTo(0.4, 12);
});
