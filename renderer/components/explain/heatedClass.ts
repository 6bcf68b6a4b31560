import { type CellClass, likeliestClass } from '../../../main/domain/cellClass.ts';
import { type CellTable, probabilitiesAt } from '../../../main/domain/cellTable.ts';

/** The class that a map begins with: the likeliest, which is the proposed one but for a strange cell.
 *  @returns undefined of a cell that the model has not judged */
export function heatedClassAt(table: CellTable, row: number): CellClass | undefined {
  const probabilities = probabilitiesAt(table, row);
  return probabilities === undefined ? undefined : likeliestClass(probabilities);
}
