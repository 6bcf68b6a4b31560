import type { CellTable } from '../../../main/domain/cellTable.ts';

export const reviewStates = ['unseen', 'seen', 'confirmed', 'corrected'] as const;
/** How far a person has come with a cell: not looked at; looked at; said the model's class; said another. */
export type ReviewState = (typeof reviewStates)[number];

export function reviewStateAt(table: CellTable, row: number): ReviewState {
  const verdict = table.verdict[row] ?? -1;
  if (verdict >= 0) return verdict === table.predicted[row] ? 'confirmed' : 'corrected';
  return table.seen[row] === 1 ? 'seen' : 'unseen';
}
