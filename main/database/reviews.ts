import { z } from 'zod';
import { cellClasses, type Verdict } from '../domain/cellClass.ts';
import type { CellId, ReviewId } from '../domain/ids.ts';
import { LabError } from '../domain/labError.ts';
import type { Review } from '../domain/review.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { newId } from './newId.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { assertOneChanged, inTransaction, translating } from './transaction.ts';

export interface NewReview {
  readonly cellId: CellId;
  /** the person's name or initials, not empty */
  readonly reviewer: string;
  readonly verdict: Verdict;
  /** ISO 8601 in UTC; now unless told */
  readonly at?: string;
}

/** A verdict as it is stored. */
export const verdictSchema = z.enum([...cellClasses, 'unidentified', 'not-a-white-cell']);

const rowSchema = z
  .object({
    id: z.string(),
    cell_id: z.int(),
    reviewer: z.string(),
    verdict: verdictSchema,
    previous_review_id: z.string().nullable(),
    carried_from_review_id: z.string().nullable(),
    at: z.string(),
  })
  .transform(
    (row): Review => ({
      id: row.id as ReviewId,
      cellId: String(row.cell_id) as CellId,
      reviewer: row.reviewer,
      verdict: row.verdict,
      previousReviewId: (row.previous_review_id ?? undefined) as ReviewId | undefined,
      carriedFromReviewId: (row.carried_from_review_id ?? undefined) as ReviewId | undefined,
      at: row.at,
    }),
  );

/** Stores what a person says of a cell, after what was said before; on disk when this returns.
 *  @throws LabError 'argument-invalid' when there is no such cell or no reviewer's name */
export function appendReview(db: Db, review: NewReview): Review {
  const reviewer = review.reviewer.trim();
  if (reviewer === '')
    throw new LabError('argument-invalid', 'A review needs the name of its reviewer. Give one.');
  return inTransaction(db, 'record the review', () => {
    assertCell(db, review.cellId);
    const previous = listReviews(db, review.cellId).at(-1);
    const appended: Review = {
      id: newId() as ReviewId,
      cellId: review.cellId,
      reviewer,
      verdict: review.verdict,
      previousReviewId: previous?.id,
      carriedFromReviewId: undefined,
      at: review.at ?? new Date().toISOString(),
    };
    insertReview(db, appended);
    appendAudit(db, {
      actor: reviewer,
      action: 'cell-reviewed',
      subject: review.cellId,
      details: { reviewId: appended.id, verdict: review.verdict },
      at: appended.at,
    });
    return appended;
  });
}

/** All that was said of a cell, first to last; the last stands. */
export function listReviews(db: Db, cellId: CellId): readonly Review[] {
  const select = `SELECT id, cell_id, reviewer, verdict, previous_review_id, carried_from_review_id, at
    FROM reviews WHERE cell_id = ? ORDER BY sequence`;
  return translating(db, 'list the reviews', () => readRows(rowSchema, prepare(db, select).all(cellId)));
}

/** Writes the row of a review; for verbs of this folder, within their transaction. */
export function insertReview(db: Db, review: Review): void {
  const insert = prepare(
    db,
    `INSERT INTO reviews
    (id, cell_id, reviewer, verdict, previous_review_id, carried_from_review_id, at)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const result = insert.run(
    review.id,
    review.cellId,
    review.reviewer,
    review.verdict,
    review.previousReviewId ?? null,
    review.carriedFromReviewId ?? null,
    review.at,
  );
  assertOneChanged(result, 'reviews');
}

function assertCell(db: Db, cellId: CellId): void {
  if (prepare(db, 'SELECT 1 FROM cells WHERE id = ?').get(cellId) !== undefined) return;
  throw new LabError('argument-invalid', `There is no cell ${cellId} in this database.`, { cellId });
}
