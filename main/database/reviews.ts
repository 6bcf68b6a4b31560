import { z } from 'zod';
import { cellClasses } from '../domain/cellClass.ts';
import type { CellId, ReviewId } from '../domain/ids.ts';
import type { Review } from '../domain/review.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow, readRows } from './readRows.ts';
import { assertOneChanged, translating } from './transaction.ts';

/** A verdict as it is stored. */
export const verdictSchema = z.enum([...cellClasses, 'unidentified', 'not-a-white-cell']);

/** What takes back what was said before. */
export const withdrawn = 'withdrawn';
const storedVerdictSchema = z.enum([...verdictSchema.options, withdrawn]);

const rowSchema = z
  .object({
    id: z.string(),
    cell_id: z.int(),
    reviewer: z.string(),
    verdict: storedVerdictSchema,
    previous_review_id: z.string().nullable(),
    carried_from_review_id: z.string().nullable(),
    at: z.string(),
  })
  .transform(
    (row): Review => ({
      id: row.id as ReviewId,
      cellId: String(row.cell_id) as CellId,
      reviewer: row.reviewer,
      verdict: row.verdict === withdrawn ? undefined : row.verdict,
      previousReviewId: (row.previous_review_id ?? undefined) as ReviewId | undefined,
      carriedFromReviewId: (row.carried_from_review_id ?? undefined) as ReviewId | undefined,
      at: row.at,
    }),
  );

/** All that was said of a cell, first to last; the last stands. */
export function listReviews(db: Db, cellId: CellId): readonly Review[] {
  const select = `SELECT id, cell_id, reviewer, verdict, previous_review_id, carried_from_review_id, at
    FROM reviews WHERE cell_id = ? ORDER BY sequence`;
  return translating(db, 'list the reviews', () => readRows(rowSchema, prepare(db, select).all(cellId)));
}

/** What was said last of a cell; undefined when nobody has said anything. */
export function readLastReview(db: Db, cellId: CellId): Review | undefined {
  const select = `SELECT id, cell_id, reviewer, verdict, previous_review_id, carried_from_review_id, at
    FROM reviews WHERE cell_id = ? ORDER BY sequence DESC LIMIT 1`;
  const row = prepare(db, select).get(cellId);
  return row === undefined ? undefined : readRow(rowSchema, row);
}

/** Writes the row of a review after what was said of the cell before; for verbs of this folder, within their
 *  transaction.
 *  @param actionId of the action that it belongs to; undefined: repeated by a new scan */
export function insertReview(
  db: Db,
  review: Omit<Review, 'previousReviewId'>,
  actionId: string | undefined,
): void {
  const insert = prepare(
    db,
    `INSERT INTO reviews
    (id, cell_id, reviewer, verdict, previous_review_id, carried_from_review_id, at, action_id)
    VALUES (?, ?, ?, ?, (SELECT id FROM reviews WHERE cell_id = ? ORDER BY sequence DESC LIMIT 1), ?, ?, ?)`,
  );
  const result = insert.run(
    review.id,
    review.cellId,
    review.reviewer,
    review.verdict ?? withdrawn,
    review.cellId,
    review.carriedFromReviewId ?? null,
    review.at,
    actionId ?? null,
  );
  assertOneChanged(result, 'reviews');
}
