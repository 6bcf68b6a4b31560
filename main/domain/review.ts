import type { Verdict } from './cellClass.ts';
import type { CellId, ReviewId } from './ids.ts';

/** What one person said of one cell. Reviews are never changed or deleted: a new one follows. */
export interface Review {
  readonly id: ReviewId;
  readonly cellId: CellId;
  readonly reviewer: string;
  /** undefined: takes back what was said before */
  readonly verdict: Verdict | undefined;
  /** the review of this cell that it follows; undefined for the first */
  readonly previousReviewId: ReviewId | undefined;
  /** the review of the same cell in an earlier scan that this one repeats; undefined when a person gave it here */
  readonly carriedFromReviewId: ReviewId | undefined;
  /** when the person gave it, ISO 8601 in UTC */
  readonly at: string;
}
