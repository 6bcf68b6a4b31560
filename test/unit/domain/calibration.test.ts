import { expect, test } from 'vitest';
import { applyCalibration, fitCalibration } from '../../../main/domain/calibration.ts';
import { cellClasses, likeliestClass } from '../../../main/domain/cellClass.ts';
import { computeFigures } from '../../../main/domain/computeFigures.ts';
import { createRandom } from '../../../main/domain/randomNumbers.ts';

const unshifted = [0, 0, 0, 0];

/** softmax of logits */
function probabilitiesOf(logits: readonly number[]) {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((total, power) => total + power, 0);
  const [benign = 0, early = 0, pre = 0, pro = 0] = powers.map((power) => power / sum);
  return { benign, 'early-pre-b': early, 'pre-b': pre, 'pro-b': pro };
}

/** Items whose classes are drawn as their logits say, and what a network gave them that distorts these. */
function drawItems(count: number, distort: (logits: readonly number[]) => readonly number[]) {
  const random = createRandom(7);
  return Array.from({ length: count }, () => {
    const logits = cellClasses.map(() => 2 * (random() + random() + random() - 1.5));
    const truth = probabilitiesOf(logits);
    let drawn = random();
    const cellClass = cellClasses.find((one) => {
      drawn -= truth[one];
      return drawn < 0;
    });
    return { cellClass: cellClass ?? 'pro-b', probabilities: probabilitiesOf(distort(logits)), weight: 1 };
  });
}

test('another calibration is the softmax of the logits divided by the temperature, shifts added', () => {
  const logits = [2, -1, 0.5, 0];
  const shifts = [0.5, -1, 0, 2];
  const expected = probabilitiesOf(logits.map((logit, i) => logit / 2.5 + (shifts[i] ?? 0)));
  const changed = applyCalibration(probabilitiesOf(logits), { temperature: 2.5, shifts });
  const same = applyCalibration(probabilitiesOf(logits), { temperature: 1, shifts: unshifted });
  for (const cellClass of cellClasses) {
    expect(changed[cellClass]).toBeCloseTo(expected[cellClass], 9);
    expect(same[cellClass]).toBeCloseTo(probabilitiesOf(logits)[cellClass], 12);
  }
});

test('a network that is three times too sure is found out, and set right', () => {
  const items = drawItems(4000, (logits) => logits.map((logit) => 3 * logit));
  const calibration = fitCalibration(items);
  // 4,000 drawn labels leave about a thirtieth of chance in it
  expect(calibration.temperature).toBeGreaterThan(2.7);
  expect(calibration.temperature).toBeLessThan(3.3);
  for (const shift of calibration.shifts) expect(Math.abs(shift)).toBeLessThan(0.1);
  const calibrated = items.map((item) => ({
    ...item,
    probabilities: applyCalibration(item.probabilities, calibration),
  }));
  expect(computeFigures(items).expectedCalibrationError).toBeGreaterThan(0.1);
  expect(computeFigures(calibrated).expectedCalibrationError).toBeLessThan(0.03);
});

test('a class that is named too often is moved back, whatever the temperature', () => {
  const items = drawItems(4000, (logits) => logits.map((logit, i) => 2 * (logit + (i === 1 ? 1.2 : 0))));
  const { temperature, shifts } = fitCalibration(items);
  expect(temperature).toBeGreaterThan(1.8);
  expect(temperature).toBeLessThan(2.2);
  // the mean is free, and the prior puts it at 0
  expect(shifts[1]).toBeCloseTo(-0.9, 0);
  for (const i of [0, 2, 3]) expect((shifts[i] ?? 0) - (shifts[1] ?? 0)).toBeCloseTo(1.2, 0);
  expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeCloseTo(0, 1);
  const rightOf = (calibration: Parameters<typeof applyCalibration>[1]) =>
    items.filter(
      (item) => likeliestClass(applyCalibration(item.probabilities, calibration)) === item.cellClass,
    ).length;
  expect(rightOf({ temperature, shifts })).toBeGreaterThan(
    rightOf({ temperature, shifts: unshifted }) * 1.02,
  );
});

test('few items move a class little', () => {
  const unsure = { benign: 0.25, 'early-pre-b': 0.25, 'pre-b': 0.25, 'pro-b': 0.25 };
  const { shifts } = fitCalibration([{ cellClass: 'benign', probabilities: unsure, weight: 1 }]);
  // the minimum of log(e^3a + 3 e^-a) - 3a + 6 a^2 is at a = 0.19 / 3
  expect(shifts[0]).toBeGreaterThan(0.4);
  expect(shifts[0]).toBeLessThan(0.7);
  expect(shifts[1]).toBeCloseTo(-(shifts[0] ?? 0) / 3, 2);
});

test('an item in ten parts of a tenth is one item', () => {
  const items = drawItems(60, (logits) => logits.map((logit, i) => 2 * logit + (i === 2 ? 6 : 0)));
  const parts = items.flatMap((item) => Array.from({ length: 10 }, () => ({ ...item, weight: 0.1 })));
  expect(fitCalibration(parts)).toEqual(fitCalibration(items));
  const tenfold = parts.map((item) => ({ ...item, weight: 1 }));
  const [few, many] = [fitCalibration(items).shifts[2] ?? 0, fitCalibration(tenfold).shifts[2] ?? 0];
  expect(many).toBeLessThan(few - 0.02);
});

test('with nothing to fit on the output stays as it is', () =>
  expect(fitCalibration([])).toEqual({ temperature: 1, shifts: unshifted }));

test('a certain answer stays a number', () => {
  const sure = { benign: 1, 'early-pre-b': 0, 'pre-b': 0, 'pro-b': 0 };
  const calibrated = applyCalibration(sure, { temperature: 4, shifts: unshifted });
  expect(cellClasses.reduce((sum, one) => sum + calibrated[one], 0)).toBeCloseTo(1, 9);
  expect(
    fitCalibration([{ cellClass: 'pro-b', probabilities: sure, weight: 1 }]).temperature,
  ).toBeGreaterThan(5);
});
