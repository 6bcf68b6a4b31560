import type { PixelBox } from './cell.ts';
import type { CellClass, ClassProbabilities, Verdict } from './cellClass.ts';
import type { CellId, ModelId } from './ids.ts';
import type { ProposedClass } from './judgement.ts';

/** A cell of a scan with what the model and what people say of it. */
export interface ReviewedCell extends PixelBox {
  readonly id: CellId;
  readonly fieldIndex: number;
  readonly fieldName: string;
  /** upper left corner of its field, full-resolution slide pixels; undefined of scans by a program before 0.2 */
  readonly fieldXPx: number | undefined;
  readonly fieldYPx: number | undefined;
  /** the detector's confidence, 0..1 */
  readonly score: number;
  /** of the scan's model; undefined for a cell that only an earlier scan found and that a person has reviewed */
  readonly prediction: CellPrediction | undefined;
  /** the latest review; undefined when nobody has looked at the cell */
  readonly verdict: Verdict | undefined;
  /** who gave the verdict */
  readonly reviewer: string | undefined;
}

export interface CellPrediction {
  readonly modelId: ModelId;
  readonly cellClass: ProposedClass;
  readonly probabilities: ClassProbabilities;
  /** as in `Judgement`; undefined of predictions by a program before 0.4 */
  readonly strangeness?: number | undefined;
}

/** What stands of a cell now: the latest review, else what the model says. */
export function currentVerdict(cell: Pick<ReviewedCell, 'verdict' | 'prediction'>): Verdict | undefined {
  return cell.verdict ?? cell.prediction?.cellClass;
}

/** The class a cell counts for in the differential; undefined when it is not counted: unidentified, or not
 *  a white cell. */
export function countedClass(cell: Pick<ReviewedCell, 'verdict' | 'prediction'>): CellClass | undefined {
  const verdict = currentVerdict(cell);
  return verdict === 'unidentified' || verdict === 'not-a-white-cell' ? undefined : verdict;
}
