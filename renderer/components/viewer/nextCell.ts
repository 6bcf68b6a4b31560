import type { CellClass } from '../../../main/domain/cellClass.ts';
import { blastProbabilityAt, type CellTable } from '../../../main/domain/cellTable.ts';

export type CellStep =
  | 'next'
  | 'previous'
  | 'next-unreviewed'
  | 'most-suspicious'
  | 'next-field'
  | 'previous-field';

/** The row that a step leads to; the order is that of the scan. Steps go round.
 *  @param from the row that is selected; undefined: none
 *  @param shown 1 for rows that may be stepped to
 *  @returns undefined when there is none */
export function findNextCell(
  table: CellTable,
  given: {
    readonly step: CellStep;
    readonly from: number | undefined;
    readonly shown: Uint8Array;
    readonly isBlast: (cellClass: CellClass) => boolean;
  },
): number | undefined {
  const { step, from, shown, isBlast } = given;
  const isShown = (row: number) => shown[row] === 1;
  const start = from ?? -1;
  switch (step) {
    case 'next':
      return seek(table.count, start, 1, isShown);
    case 'previous':
      return seek(table.count, from ?? 0, -1, isShown);
    case 'next-unreviewed':
      return seek(table.count, start, 1, (row) => isShown(row) && (table.verdict[row] ?? -1) < 0);
    case 'next-field':
      return seek(
        table.count,
        start,
        1,
        (row) => isShown(row) && (from === undefined || table.field[row] !== table.field[from]),
      );
    case 'previous-field':
      return seek(
        table.count,
        from ?? 0,
        -1,
        (row) => isShown(row) && (from === undefined || table.field[row] !== table.field[from]),
      );
    case 'most-suspicious':
      return mostSuspicious(table, from, isShown, isBlast);
  }
}

/** The first fitting row after `from` in one direction, round the ends; `from` itself comes last. */
function seek(count: number, from: number, by: 1 | -1, fits: (row: number) => boolean): number | undefined {
  for (let steps = 1; steps <= count; steps += 1) {
    const row = (((from + by * steps) % count) + count) % count;
    if (fits(row)) return row;
  }
  return undefined;
}

/** Of the cells that nobody has seen the one with the highest P(blast-like); when all are seen, of those not reviewed. */
function mostSuspicious(
  table: CellTable,
  from: number | undefined,
  isShown: (row: number) => boolean,
  isBlast: (cellClass: CellClass) => boolean,
): number | undefined {
  let best: { readonly row: number; readonly rank: number } | undefined;
  for (let row = 0; row < table.count; row += 1) {
    if (!isShown(row) || row === from || (table.verdict[row] ?? -1) >= 0) continue;
    const rank = (blastProbabilityAt(table, row, isBlast) ?? 1) + (table.seen[row] === 1 ? 0 : 2);
    if (best === undefined || rank > best.rank) best = { row, rank };
  }
  return best?.row;
}
