import { expect, test } from 'vitest';
import { poolJudgements } from '../../../main/domain/judgement.ts';

const sure = (share: number) => ({
  benign: share,
  'early-pre-b': 1 - share,
  'pre-b': 0,
  'pro-b': 0,
});

test('one cell speaks for itself', () => {
  const { probabilities } = poolJudgements([{ probabilities: sure(0.8) }]);
  expect(probabilities.benign).toBeCloseTo(0.8, 4);
});

test('cells that agree stay as sure as they are, and one that is quite sure of another class does not outvote them', () => {
  const agreeing = Array.from({ length: 9 }, () => ({ probabilities: sure(0.98) }));
  expect(poolJudgements(agreeing).probabilities.benign).toBeCloseTo(0.98, 4);
  const { probabilities } = poolJudgements([...agreeing, { probabilities: sure(0) }]);
  expect(probabilities.benign).toBeGreaterThan(0.85);
  expect(Object.values(probabilities).reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6);
});

test('two cells that contradict each other are as unsure together as they should be', () => {
  expect(
    poolJudgements([{ probabilities: sure(0.9) }, { probabilities: sure(0.1) }]).probabilities.benign,
  ).toBeCloseTo(0.5, 4);
});

test('strangeness is the mean, and unknown where one was not measured', () => {
  const known = { probabilities: sure(0.9), strangeness: 0.5 };
  expect(poolJudgements([known, { ...known, strangeness: 1.5 }]).strangeness).toBe(1);
  expect(poolJudgements([known, { probabilities: sure(0.9) }]).strangeness).toBeUndefined();
});
