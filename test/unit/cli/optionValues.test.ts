import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import {
  cellGoal,
  numberBetween,
  positiveNumber,
  textLike,
  wholeNumber,
} from '../../../main/cli/optionValues.ts';
import { layOutTable } from '../../../main/cli/table.ts';

test('numbers are read as they are', () => {
  expect([wholeNumber(1, 100)('30'), positiveNumber(4)('0.25')]).toEqual([30, 0.25]);
});

test.each(['0', '101', '3.5', '', 'many', '1e1'])('%s is no whole number from 1 to 100', (text) => {
  expect(() => wholeNumber(1, 100)(text)).toThrow(InvalidArgumentError);
});

test.each(['0', '-1', '5', '', ' ', 'NaN', 'Infinity'])('%s is no number above 0 and up to 4', (text) => {
  expect(() => positiveNumber(4)(text)).toThrow(InvalidArgumentError);
});

test('a pixel size lies between its limits, and a goal is one of those that there are', () => {
  expect([numberBetween(0.02, 20)('0.02'), numberBetween(0.02, 20)('20')]).toEqual([0.02, 20]);
  for (const text of ['0.01', '21', '', 'wide']) expect(() => numberBetween(0.02, 20)(text)).toThrow();
  expect(['100', '200', '400', '500', 'all'].map(cellGoal)).toEqual([100, 200, 400, 500, undefined]);
  for (const text of ['0', '150', '1e2', '']) expect(() => cellGoal(text)).toThrow(InvalidArgumentError);
});

test('a version has three numbers', () => {
  const version = textLike(/^\d+\.\d+\.\d+$/, 'three numbers');
  expect(version('1.2.3')).toBe('1.2.3');
  expect(() => version('1.2')).toThrow(InvalidArgumentError);
});

test('columns of numbers are set to the right', () => {
  expect(
    layOutTable([
      ['slide', 'cells'],
      ['a', '7'],
      ['smear', '1234'],
    ]),
  ).toBe('slide  cells\na          7\nsmear   1234');
});
