import type { Verdict } from '../../../main/domain/cellClass.ts';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { verdicts } from '../../../main/domain/verdict.ts';

/** A label that was given and whose answer is not there yet. */
export interface PendingLabel {
  readonly number: number;
  readonly cellIds: readonly number[];
  /** undefined: withdrawn */
  readonly verdict: Verdict | undefined;
}

/** The cells as they will be when every pending label is on disk: what a person sees must not wait for it. The same
 *  table when nothing is pending; else only the columns of verdicts and of seen cells are new. */
export function overlayVerdicts(table: CellTable, pending: readonly PendingLabel[]): CellTable {
  if (pending.length === 0) return table;
  const numberOfId = new Map<number, number>();
  for (const { cellIds, verdict } of pending) {
    const number = verdict === undefined ? -1 : verdicts.indexOf(verdict);
    for (const id of cellIds) numberOfId.set(id, number);
  }
  const verdict = table.verdict.slice();
  const seen = table.seen.slice();
  for (let row = 0; row < table.count; row += 1) {
    const number = numberOfId.get(table.ids[row] ?? 0);
    if (number === undefined) continue;
    verdict[row] = number;
    seen[row] = 1; // who labels a cell has looked at it
  }
  return { ...table, verdict, seen };
}
