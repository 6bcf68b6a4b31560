import { type CellClass, cellClasses } from '../../../main/domain/cellClass.ts';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { standingNumberAt } from '../../../main/domain/countedCells.ts';
import { verdicts } from '../../../main/domain/verdict.ts';

/** How far a slide is with the cells that a person has to see before its report is signed. */
export interface SeenProgress {
  readonly mustSeeCount: number;
  readonly seenCount: number;
}

/** One place for every standing, the unjudged last: 1 where such a cell has to be seen. Blast-like, unidentified and
 *  unjudged cells, as the station asks before it signs. */
export function listMustSee(isBlast: (cellClass: CellClass) => boolean): Uint8Array {
  return Uint8Array.from([
    ...verdicts.map((verdict) =>
      Number(verdict === 'unidentified' || cellClasses.some((one) => one === verdict && isBlast(one))),
    ),
    1,
  ]);
}

/** @param mustSee of `listMustSee` */
export function isMustSee(table: CellTable, row: number, mustSee: Uint8Array): boolean {
  const standing = standingNumberAt(table, row);
  return mustSee[standing < 0 ? verdicts.length : standing] === 1;
}

export function countSeen(table: CellTable, isBlast: (cellClass: CellClass) => boolean): SeenProgress {
  const mustSee = listMustSee(isBlast);
  let mustSeeCount = 0;
  let seenCount = 0;
  for (let row = 0; row < table.count; row += 1) {
    if (!isMustSee(table, row, mustSee)) continue;
    mustSeeCount += 1;
    seenCount += table.seen[row] ?? 0;
  }
  return { mustSeeCount, seenCount };
}
