import type { CellClass, Verdict } from '../../../main/domain/cellClass.ts';
import { blastProbabilityAt, type CellTable, standingAt } from '../../../main/domain/cellTable.ts';
import { standingNumberAt } from '../../../main/domain/countedCells.ts';
import { verdicts } from '../../../main/domain/verdict.ts';

/** Which cells are shown. */
export interface CellFilter {
  readonly verdicts: ReadonlySet<Verdict>;
  readonly review: 'all' | 'reviewed' | 'unreviewed' | 'unseen';
  /** P(blast-like), 0..1; cells that the model has not judged pass */
  readonly lowest: number;
  readonly highest: number;
}

export const everyCell: CellFilter = {
  verdicts: new Set(verdicts),
  review: 'all',
  lowest: 0,
  highest: 1,
};

/** For each row whether it is shown: 1 or 0. */
export function filterCells(
  table: CellTable,
  filter: CellFilter,
  isBlast: (cellClass: CellClass) => boolean,
): Uint8Array {
  const shown = new Uint8Array(table.count);
  for (let row = 0; row < table.count; row += 1) {
    const standing = standingAt(table, row);
    if (standing !== undefined && !filter.verdicts.has(standing)) continue;
    const isReviewed = (table.verdict[row] ?? -1) >= 0;
    if (filter.review === 'reviewed' && !isReviewed) continue;
    if (filter.review === 'unreviewed' && isReviewed) continue;
    if (filter.review === 'unseen' && table.seen[row] === 1) continue;
    const probability = blastProbabilityAt(table, row, isBlast);
    if (probability !== undefined && (probability < filter.lowest || probability > filter.highest)) continue;
    shown[row] = 1;
  }
  return shown;
}

/** How many cells have which P(blast-like), in equal bins from 0 to 1. */
export function probabilityHistogram(
  table: CellTable,
  binCount: number,
  isBlast: (cellClass: CellClass) => boolean,
): readonly number[] {
  const bins = new Array<number>(binCount).fill(0);
  for (let row = 0; row < table.count; row += 1) {
    const probability = blastProbabilityAt(table, row, isBlast);
    if (probability === undefined) continue;
    const bin = Math.min(binCount - 1, Math.floor(probability * binCount));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}

/** How many cells stand as which verdict, in the order of `verdicts`. */
export function countStanding(table: CellTable): readonly number[] {
  const counts = verdicts.map(() => 0);
  for (let row = 0; row < table.count; row += 1) {
    const standing = standingNumberAt(table, row);
    if (standing >= 0) counts[standing] = (counts[standing] ?? 0) + 1;
  }
  return counts;
}
