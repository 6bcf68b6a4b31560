import { expect, test } from 'vitest';
import { composeHeadline, describeReview } from '../../../main/reports/reportWording.ts';
import { aDifferential, aReportInput } from './aReportInput.ts';

test('a slide with blast-like cells says how many, how sure, and to refer', () => {
  const headline = composeHeadline(aReportInput());
  expect(headline.finding.join(' ')).toBe(
    '37 of 200 cells are blast-like: 18.5 % (95 % interval 13.4–24.6 %).',
  );
  expect(headline.advice).toBe('Refer for immunophenotyping.');
});

test('a slide without a blast-like cell states the detection limit, never an all-clear', () => {
  const headline = composeHeadline(aReportInput({ differential: aDifferential({ benign: 200 }) }));
  // 1.83 %: the exact upper limit at 0 of 200, as in the published tables
  expect(headline.finding.join(' ')).toBe(
    'No blast-like cell in 200 cells; the 95 % detection limit is 1.83 %.',
  );
  expect(headline.tone).toBe('none');
});

test('a slide without a cell says nothing about blast-like cells', () => {
  const headline = composeHeadline(aReportInput({ cellCount: 0, differential: aDifferential({}) }));
  expect(headline.finding).toEqual(['No white cell was found on this slide.']);
  expect(headline.tone).toBe('empty');
});

test('a single cell is spoken of in the singular', () => {
  const headline = composeHeadline(
    aReportInput({ cellCount: 1, differential: aDifferential({ 'pro-b': 1 }) }),
  );
  expect(headline.finding[0]).toBe('1 of 1 cell is blast-like: 100.0 %');
});

test('says how much of the slide a person has looked at', () => {
  const sentences = [0, 34, 200].map((reviewedCellCount) =>
    describeReview(aReportInput({ reviewedCellCount })),
  );
  expect(sentences).toEqual([
    'No cell has been reviewed by a person: classes are the model’s.',
    '34 of 200 cells reviewed by a person; the classes of the others are the model’s.',
    'All 200 cells reviewed by a person.',
  ]);
});
