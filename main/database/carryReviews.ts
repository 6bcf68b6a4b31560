import { z } from 'zod';
import type { DetectedCell } from '../domain/cell.ts';
import type { Verdict } from '../domain/cellClass.ts';
import type { CellId, ReviewId } from '../domain/ids.ts';
import type { SlideId } from '../domain/slide.ts';
import type { Db } from './db.ts';
import { newId } from './newId.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { insertReview, listReviews, verdictSchema } from './reviews.ts';

/** A cell of an earlier scan that a person has looked at. */
export interface ReviewedPlace extends DetectedCell {
  readonly cellId: CellId;
  readonly fieldName: string;
  /** upper left corner of its field, slide pixels; 0 of scans by a program before 0.2, which knew one field an image */
  readonly fieldXPx: number;
  readonly fieldYPx: number;
  readonly verdict: Verdict;
}

const rowSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    field_x_px: z.number().nullable(),
    field_y_px: z.number().nullable(),
    x_px: z.number(),
    y_px: z.number(),
    width_px: z.number(),
    height_px: z.number(),
    score: z.number(),
    verdict: verdictSchema,
  })
  .transform(
    (row): ReviewedPlace => ({
      cellId: String(row.id) as CellId,
      fieldName: row.name,
      fieldXPx: row.field_x_px ?? 0,
      fieldYPx: row.field_y_px ?? 0,
      xPx: row.x_px,
      yPx: row.y_px,
      widthPx: row.width_px,
      heightPx: row.height_px,
      score: row.score,
      verdict: row.verdict,
    }),
  );

/** The reviewed cells of all scans of a slide, latest review first. */
export function listReviewedCells(db: Db, slideId: SlideId): readonly ReviewedPlace[] {
  const select = prepare(
    db,
    `SELECT cells.id, fields.name, fields.x_px AS field_x_px, fields.y_px AS field_y_px, cells.x_px,
      cells.y_px, cells.width_px, cells.height_px, cells.score, reviews.verdict
    FROM scans
    JOIN fields ON fields.scan_id = scans.id
    JOIN cells ON cells.scan_id = fields.scan_id AND cells.field_index = fields.field_index
    JOIN reviews ON reviews.sequence = (SELECT max(sequence) FROM reviews WHERE cell_id = cells.id)
    WHERE scans.slide_id = ?
    ORDER BY reviews.sequence DESC`,
  );
  return readRows(rowSchema, select.all(slideId));
}

/** Repeats every review of a cell at the same cell of a newer scan, with its reviewer and time. Call it
 *  within the transaction of the scan. */
export function carryReviews(db: Db, fromCellId: CellId, toCellId: CellId): void {
  let previousReviewId: ReviewId | undefined;
  for (const review of listReviews(db, fromCellId)) {
    const id = newId() as ReviewId;
    const carriedFromReviewId = review.carriedFromReviewId ?? review.id;
    insertReview(db, { ...review, id, cellId: toCellId, previousReviewId, carriedFromReviewId });
    previousReviewId = id;
  }
}
