import type { CellTable } from '../../../main/domain/cellTable.ts';

/** Who gave a cell its verdict; undefined when nobody has. */
export function reviewerOf(table: CellTable, row: number): string | undefined {
  return table.reviewers[table.reviewer[row] ?? -1];
}
