import type { CellTable } from '../../../main/domain/cellTable.ts';

/** Another number for another box: a cell that was reshaped has another picture. */
export function boxRevision(table: CellTable, row: number): number {
  const parts = [table.xPx[row], table.yPx[row], table.widthPx[row], table.heightPx[row]];
  return parts.reduce<number>((sum, part) => (Math.imul(sum, 31) + Math.round((part ?? 0) * 4)) >>> 0, 7);
}
