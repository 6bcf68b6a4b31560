import { type CellClass, cellClasses } from './cellClass.ts';
import type { CellTable } from './cellTable.ts';
import { verdicts } from './verdict.ts';

/** The cells that a differential is made of, and those that it leaves out on the way. */
export interface CountedCells {
  /** for `computeDifferentialOfCounts` */
  readonly counts: Readonly<Record<CellClass, number>>;
  readonly countedCount: number;
  /** left out before the last counted cell */
  readonly unidentifiedCount: number;
  readonly notWhiteCount: number;
  /** neither the model nor a person has judged them */
  readonly unjudgedCount: number;
  /** cells of the whole table that could be counted: fewer than asked for when the slide has no more */
  readonly availableCount: number;
}

/** Counts by what stands of each cell now, in the order of the scan, until `goal` cells are counted: a manual count of
 *  200 stops at the 200th white cell in the same way.
 *  @param goal 0: all cells */
export function countCells(table: CellTable, goal: number): CountedCells {
  const byVerdict = new Int32Array(verdicts.length + 1);
  const unjudged = verdicts.length;
  let countedCount = 0;
  let availableCount = 0;
  for (let row = 0; row < table.count; row += 1) {
    const standing = standingNumberAt(table, row);
    const isCounted = standing >= 0 && standing < cellClasses.length;
    if (isCounted) availableCount += 1;
    if (goal > 0 && countedCount >= goal) continue;
    if (isCounted) countedCount += 1;
    const at = standing < 0 ? unjudged : standing;
    byVerdict[at] = (byVerdict[at] ?? 0) + 1;
  }
  const of = (at: number) => byVerdict[at] ?? 0;
  return {
    counts: { benign: of(0), 'early-pre-b': of(1), 'pre-b': of(2), 'pro-b': of(3) },
    countedCount,
    unidentifiedCount: of(verdicts.indexOf('unidentified')),
    notWhiteCount: of(verdicts.indexOf('not-a-white-cell')),
    unjudgedCount: of(unjudged),
    availableCount,
  };
}

/** `standingAt` as an index into `verdicts`, for loops over 100,000 rows; -1: not judged. The network's classes have
 *  the same numbers in both lists. */
export function standingNumberAt(table: CellTable, row: number): number {
  const verdict = table.verdict[row] ?? -1;
  return verdict >= 0 ? verdict : (table.predicted[row] ?? -1);
}
