import { expect, test } from 'vitest';
import { isBlastLike } from '../../../main/domain/cellClass.ts';
import { noCounts } from '../../../main/domain/classCounts.ts';
import { findTooFewControlItems } from '../../../main/domain/controlSet.ts';
import { planControlSet } from '../../../main/domain/planControlSet.ts';

const rules = { least: { blast: 20, benign: 20 }, isBlast: isBlastLike };
const aSlide = (name: string, benign: number, preB: number, wasControl = false) => ({
  sha256: name,
  counts: { ...noCounts, benign, 'pre-b': preB },
  wasControl,
});
const names = (count: number, prefix = 'slide') =>
  Array.from({ length: count }, (_, at) => `${prefix}-${at}`);

test('locks whole slides until there are enough of both kinds, and leaves the rest to training', () => {
  const slides = names(10).map((name) => aSlide(name, 10, 10));
  const plan = planControlSet(slides, rules);
  expect(plan).toMatchObject({
    counts: { benign: 20, 'pre-b': 20 },
    remainingSlideCount: 8,
    problem: undefined,
  });
  expect(planControlSet(slides.toReversed(), rules)).toEqual(plan);
});

test('locks a fifth of the slides where fewer would do', () => {
  const plan = planControlSet(
    names(20).map((name) => aSlide(name, 50, 50)),
    rules,
  );
  expect([plan.slides.length, plan.remainingSlideCount]).toEqual([4, 16]);
});

test('passes over slides that bring nothing that is wanted', () => {
  const slides = [
    ...names(6, 'benign').map((name) => aSlide(name, 40, 0)),
    ...names(2, 'blast').map((name) => aSlide(name, 0, 40)),
  ];
  const { slides: chosen, problem } = planControlSet(slides, rules);
  expect([chosen.map((name) => name.split('-')[0]).toSorted(), problem]).toEqual([
    ['benign', 'blast'],
    undefined,
  ]);
});

test('takes slides of an earlier control set first: no training has learned them', () => {
  const slides = names(10).map((name, at) => aSlide(name, 10, 10, at === 3 || at === 8));
  expect(planControlSet(slides, rules).slides.toSorted()).toEqual(['slide-3', 'slide-8']);
});

test('says how many cells are lacking of which kind', () => {
  const plan = planControlSet([aSlide('only', 25, 12)], rules);
  expect(plan.problem).toBe(
    'A control set needs at least 20 blast and 20 benign cells. It lacks 8 more blast (12 of 20).',
  );
  expect(planControlSet([], rules).problem).toContain('20 more blast (0 of 20) and 20 more benign (0 of 20)');
  expect(findTooFewControlItems({ ...noCounts, benign: 20, 'pro-b': 20 }, rules.least, isBlastLike)).toBe(
    undefined,
  );
});
