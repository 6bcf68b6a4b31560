import { expect, test } from 'vitest';
import { defaultLabSettings } from '../../../../main/domain/labSettings.ts';
import { verdicts } from '../../../../main/domain/verdict.ts';
import { contrastOf, isWeakColour } from '../../../../renderer/components/settings/colourContrast.ts';

/** Figures of the examples of WCAG 2.1 and of its contrast formula. */
test.each([
  ['#000000', '#FFFFFF', 21],
  ['#777777', '#FFFFFF', 4.48],
  ['#767676', '#FFFFFF', 4.54],
  ['#0000FF', '#FFFFFF', 8.59],
  ['#1B2025', '#1b2025', 1],
])('%s on %s has the contrast %d : 1, whichever is the ground', (a, b, ratio) => {
  expect(contrastOf(a, b)).toBeCloseTo(ratio, 2);
  expect(contrastOf(b, a)).toBe(contrastOf(a, b));
});

test.each(verdicts)('the program’s own colour of %s is strong on a stained smear', (verdict) => {
  expect(isWeakColour(defaultLabSettings.classes[verdict].colour)).toBe(false);
});

test.each(['#F1ECEA', '#E3B9B4', '#F4C6C0'])('%s is weak: it looks like plasma or a red cell', (colour) => {
  expect(isWeakColour(colour)).toBe(true);
});
