import { expect, test } from 'vitest';
import { defaultLabSettings } from '../../../main/domain/labSettings.ts';
import { classMarks } from '../../../main/reports/classMarks.ts';
import { renderReport } from '../../../main/reports/renderReport.ts';
import {
  blastProbabilityOf,
  listOwnNames,
  markOf,
  orderClasses,
  ownNameOf,
} from '../../../main/reports/reportedClasses.ts';
import { aGalleryCell, aReportInput } from './aReportInput.ts';

const { classes } = defaultLabSettings;
const usual = { classes };
const renamed = {
  classes: {
    ...classes,
    'pre-b': { ...classes['pre-b'], name: ' Blast type 2 ', colour: '#3366ff' },
    benign: { ...classes.benign, name: 'Benign (haematogone-like)' },
    'pro-b': { ...classes['pro-b'], isBlast: false },
  },
};
const probabilities = { benign: 0.1, 'early-pre-b': 0.2, 'pre-b': 0.3, 'pro-b': 0.4 };

test('a name of the lab stands beside the standard term, and only where it differs', () => {
  expect([ownNameOf(renamed, 'pre-b'), ownNameOf(renamed, 'benign')]).toEqual(['Blast type 2', undefined]);
  expect(listOwnNames(renamed)).toEqual(['Blast type 2 = Blast-like, pre-B']);
  expect(listOwnNames(usual)).toEqual([]);
});

test('a class is drawn in the colour of the lab and keeps its hatch', () => {
  expect(markOf(renamed, 'pre-b')).toMatchObject({ colour: '#3366FF', tint: '#d6e0ff', hatch: 'falling' });
  expect(markOf(usual, 'pre-b')).toBe(classMarks['pre-b']);
});

test('what the lab does not count as blast-like comes last and adds nothing', () => {
  expect(orderClasses(renamed)).toEqual(['early-pre-b', 'pre-b', 'benign', 'pro-b']);
  expect(blastProbabilityOf(renamed, probabilities)).toBeCloseTo(0.5, 9);
  expect(blastProbabilityOf(usual, probabilities)).toBeCloseTo(0.9, 9);
});

test('names of sixty letters of any script leave a report whole, and the same inputs the same bytes', async () => {
  const name = 'Blasten Ž 李 des ersten Typs mit reichlich Zytoplasma'.padEnd(60, 'x');
  const input = aReportInput({
    gallery: [await aGalleryCell()],
    classes: {
      ...classes,
      'early-pre-b': { ...classes['early-pre-b'], name },
      'pre-b': { ...classes['pre-b'], name },
    },
  });
  const pdf = await renderReport(input);
  expect(pdf.equals(await renderReport(input))).toBe(true);
  expect(pdf.equals(await renderReport({ ...input, classes }))).toBe(false);
});
