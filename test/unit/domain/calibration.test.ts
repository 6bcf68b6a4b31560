import { expect, test } from 'vitest';
import { applyTemperature, fitTemperature } from '../../../main/domain/calibration.ts';
import { cellClasses } from '../../../main/domain/cellClass.ts';
import { computeFigures } from '../../../main/domain/computeFigures.ts';
import { createRandom } from '../../../main/domain/randomNumbers.ts';

/** softmax of logits */
function probabilitiesOf(logits: readonly number[]) {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((total, power) => total + power, 0);
  const [benign = 0, early = 0, pre = 0, pro = 0] = powers.map((power) => power / sum);
  return { benign, 'early-pre-b': early, 'pre-b': pre, 'pro-b': pro };
}

test('another temperature is the softmax of the logits divided by it', () => {
  const logits = [2, -1, 0.5, 0];
  const expected = probabilitiesOf(logits.map((logit) => logit / 2.5));
  const cooled = applyTemperature(probabilitiesOf(logits), 2.5);
  for (const cellClass of cellClasses) expect(cooled[cellClass]).toBeCloseTo(expected[cellClass], 9);
  expect(applyTemperature(expected, 1)).toBe(expected);
});

test('a network that is three times too sure is found out, and set right', () => {
  const random = createRandom(7);
  const items = Array.from({ length: 4000 }, () => {
    const logits = cellClasses.map(() => 2 * (random() + random() + random() - 1.5));
    const truth = probabilitiesOf(logits);
    let drawn = random();
    const cellClass = cellClasses.find((one) => {
      drawn -= truth[one];
      return drawn < 0;
    });
    return {
      cellClass: cellClass ?? 'pro-b',
      probabilities: probabilitiesOf(logits.map((logit) => 3 * logit)),
    };
  });
  const temperature = fitTemperature(items);
  // 4,000 drawn labels leave about a thirtieth of chance in it
  expect(temperature).toBeGreaterThan(2.7);
  expect(temperature).toBeLessThan(3.3);
  const calibrated = items.map((item) => ({
    ...item,
    probabilities: applyTemperature(item.probabilities, temperature),
  }));
  expect(computeFigures(items).expectedCalibrationError).toBeGreaterThan(0.1);
  expect(computeFigures(calibrated).expectedCalibrationError).toBeLessThan(0.03);
});

test('with nothing to fit on the output stays as it is', () => expect(fitTemperature([])).toBe(1));

test('a certain answer stays a number', () => {
  const sure = { benign: 1, 'early-pre-b': 0, 'pre-b': 0, 'pro-b': 0 };
  const calibrated = applyTemperature(sure, 4);
  expect(cellClasses.reduce((sum, one) => sum + calibrated[one], 0)).toBeCloseTo(1, 9);
  expect(fitTemperature([{ cellClass: 'pro-b', probabilities: sure }])).toBeGreaterThan(5);
});
