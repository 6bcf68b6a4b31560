import { expect, test } from 'vitest';
import { computeLearningRate } from '../../../main/network/trainingSchedule.ts';

const schedule = { stepCount: 100, warmUpSteps: 10, peak: 0.01 };

test('the learning rate rises for an epoch, peaks, and ends at a hundredth', () => {
  expect(computeLearningRate(0, schedule)).toBeCloseTo(0.001, 12);
  expect(computeLearningRate(9, schedule)).toBeCloseTo(0.01, 12);
  expect(computeLearningRate(10, schedule)).toBeCloseTo(0.01, 12);
  expect(computeLearningRate(55, schedule)).toBeCloseTo(0.01 * (0.01 + 0.99 / 2), 12);
  expect(computeLearningRate(100, schedule)).toBeCloseTo(0.0001, 12);
});

test('after its peak the learning rate never rises again', () => {
  const rates = Array.from({ length: 91 }, (_, i) => computeLearningRate(10 + i, schedule));
  expect(rates.every((rate, i) => i === 0 || rate <= (rates[i - 1] ?? 0))).toBe(true);
});
