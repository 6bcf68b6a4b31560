import { expect, test } from 'vitest';
import type { FoundCells } from '../../../main/compute/evaluateDetector.ts';
import { compareFound, findDetectorCopyFault } from '../../../main/compute/judgeDetectorCopy.ts';

/** Fields of one labelled cell each, found in so many of them, so far to the right. */
function aSearch(fieldCount: number, foundCount: number, shiftPx = 0): readonly FoundCells[] {
  const box = { xPx: 10, yPx: 10, widthPx: 40, heightPx: 40 };
  return Array.from({ length: fieldCount }, (_, at) => ({
    cells: at < foundCount ? [{ ...box, xPx: box.xPx + shiftPx, score: 0.9 }] : [],
    labels: [box],
  }));
}

test('a copy that finds the same cells in the same places may be used', () => {
  const agreement = compareFound(aSearch(200, 198), aSearch(200, 197));
  expect(agreement).toMatchObject({
    ...{ fieldCount: 200, labelCount: 200 },
    fp32: { detectedCount: 198, recall: 0.99, precision: 1, meanIou: 1 },
    int8: { detectedCount: 197, recall: 0.985 },
  });
  expect(findDetectorCopyFault(agreement)).toBeUndefined();
});

test.each([
  ['too few cells show nothing', aSearch(99, 99), aSearch(99, 99), '99 held-out cells'],
  ['one in fifty more is missed', aSearch(200, 200), aSearch(200, 195), 'F1 0.987, the model 1.000'],
  ['boxes lie beside their cells', aSearch(200, 200), aSearch(200, 200, 1), 'mean overlap 0.951'],
  ['nothing is found', aSearch(200, 200), aSearch(200, 0), 'F1 0.000'],
])('a copy is refused when %s', (_, fp32, int8, words) => {
  expect(findDetectorCopyFault(compareFound(fp32, int8))).toContain(words);
});
