import { expect, test } from 'vitest';
import { parseYoloLabels, readYoloFolder, scaleBoxes } from '../../../main/compute/readYoloFolder.ts';
import { labelledRedCellDiameter } from '../../../main/domain/labelledRedCellDiameter.ts';

test('white and red cells are read, platelets are not', () => {
  const text = '0 0.5 0.5 0.25 0.5\n1 0.25 0.25 0.5 0.5\n2 0.1 0.1 0.1 0.1\n\n';
  const { whiteCells, redCells } = parseYoloLabels(text, 'a.txt');
  const size = { widthPx: 200, heightPx: 100 };
  expect(scaleBoxes(whiteCells, size)).toEqual([{ xPx: 75, yPx: 25, widthPx: 50, heightPx: 50 }]);
  expect(scaleBoxes(redCells, size)).toEqual([{ xPx: 0, yPx: 0, widthPx: 100, heightPx: 50 }]);
});

test.each(['0 0.5 0.5 0.2', '0 0.5 0.5 0.2 0.2 0.9', 'WBC 0.5 0.5 0.2 0.2'])(
  'a label line that is not one is named: %s',
  (line) => {
    expect(() => parseYoloLabels(`1 0.5 0.5 0.1 0.1\n${line}`, 'smear.txt')).toThrow(/smear\.txt line 2/);
  },
);

test('red cells cut by the edge do not count for the labelled ruler', () => {
  const size = { widthPx: 400, heightPx: 400 };
  const whole = [50, 150, 250].map((xPx) => ({ xPx, yPx: 100, widthPx: 60, heightPx: 60 }));
  const cut = { xPx: 0, yPx: 200, widthPx: 20, heightPx: 60 };
  expect(labelledRedCellDiameter([...whole, cut], size)).toBe(60);
  expect(labelledRedCellDiameter([cut], size)).toBe(60);
  expect(labelledRedCellDiameter([], size)).toBeUndefined();
});

test('a folder without images is told by name', async () => {
  await expect(readYoloFolder('/nowhere/at-all', 'train')).rejects.toMatchObject({ code: 'folder-missing' });
});
