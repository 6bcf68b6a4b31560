import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsToExclude } from '../../../main/domain/cellsToExclude.ts';
import { predictedAt, probabilitiesAt, verdictAt } from '../../../main/domain/cellTable.ts';
import { clopperPearson } from '../../../main/domain/clopperPearson.ts';
import { countCells } from '../../../main/domain/countedCells.ts';
import { computeDifferential, computeDifferentialOfCounts } from '../../../main/domain/differential.ts';
import type { ModelId } from '../../../main/domain/ids.ts';
import { countedClass } from '../../../main/domain/reviewedCell.ts';
import { aCellTable } from '../../helpers/aCellTable.ts';

const [benign, early, unidentified, notWhite] = [0, 1, 4, 5];

test('a count of two stops at the second white cell and leaves out what lies before it', () => {
  const table = aCellTable([
    { verdict: notWhite },
    { verdict: benign },
    { verdict: unidentified },
    { verdict: early },
    { verdict: unidentified },
    { verdict: early },
    { probabilities: undefined },
  ]);
  expect(countCells(table, 2)).toEqual({
    counts: { benign: 1, 'early-pre-b': 1, 'pre-b': 0, 'pro-b': 0 },
    countedCount: 2,
    unidentifiedCount: 1,
    notWhiteCount: 1,
    unjudgedCount: 0,
    availableCount: 3,
  });
  expect(countCells(table, 0)).toMatchObject({ countedCount: 3, unidentifiedCount: 2, unjudgedCount: 1 });
});

test('a slide with fewer cells than asked for tells how many it has', () => {
  expect(countCells(aCellTable([{}, {}]), 200)).toMatchObject({ countedCount: 2, availableCount: 2 });
});

test('the figures of the window are those of the command line, whatever cells a slide has', () => {
  const cell = fc.record({
    probabilities: fc.option(
      fc.constantFrom([0.7, 0.1, 0.1, 0.1], [0.1, 0.7, 0.1, 0.1], [0.1, 0.1, 0.7, 0.1], [0, 0, 0, 1]),
      { nil: undefined },
    ),
    verdict: fc.integer({ min: -1, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 60 }), (cells) => {
      const table = aCellTable(cells);
      const listed = cells.flatMap((_, row) => {
        const cellClass = predictedAt(table, row);
        const probabilities = probabilitiesAt(table, row);
        const prediction =
          cellClass === undefined || probabilities === undefined
            ? undefined
            : { modelId: 'model' as ModelId, cellClass, probabilities };
        return countedClass({ verdict: verdictAt(table, row), prediction }) ?? [];
      });
      expect(computeDifferentialOfCounts(countCells(table, 0).counts)).toEqual(computeDifferential(listed));
      expect(computeDifferentialOfCounts(countCells(table, 10).counts)).toEqual(
        computeDifferential(listed.slice(0, 10)),
      );
    }),
  );
});

test('so many cells without a blast exclude a share, and one cell fewer does not', () => {
  for (const share of [0.5, 0.05, 0.02, 0.01, 0.001]) {
    const n = cellsToExclude(share);
    expect(clopperPearson(0, n).high).toBeLessThanOrEqual(share);
    expect(clopperPearson(0, n - 1).high).toBeGreaterThan(share);
  }
  expect(() => cellsToExclude(0)).toThrow(RangeError);
});
