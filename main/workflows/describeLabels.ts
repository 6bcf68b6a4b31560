import type { Db } from '../database/open.ts';
import { countReviewedCells } from '../database/reviewedCounts.ts';
import { findTooFewCells } from '../domain/splitReviewedCells.ts';
import type { LabelledCellsSummary } from '../domain/trainingRun.ts';

/** What a training on the labels of this station would learn from: all but the control set. */
export function describeLabels(db: Db): LabelledCellsSummary {
  const { counts, slideCount, heldBack } = countReviewedCells(db);
  const tooFew = findTooFewCells(counts);
  const problem =
    tooFew === undefined || heldBack.cellCount === 0
      ? tooFew
      : `${tooFew} The ${heldBack.cellCount} cells of the control set are not learned.`;
  return { counts, slideCount, heldBack, problem };
}
