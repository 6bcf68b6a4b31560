import { z } from 'zod';
import type { DetectedCell, PixelBox } from '../domain/cell.ts';
import type { Verdict } from '../domain/cellClass.ts';
import type { CellId, ReviewId } from '../domain/ids.ts';
import type { SlideId } from '../domain/slide.ts';
import type { Db } from './db.ts';
import { newId } from './newId.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { insertReview, listReviews, verdictSchema } from './reviews.ts';

/** A cell of an earlier scan that a person has judged, drawn, moved or deleted. Its own box is the one by which it is
 *  found again: as the detector found it, or as a person drew it. */
export interface ReviewedPlace extends DetectedCell {
  readonly cellId: CellId;
  readonly fieldName: string;
  /** upper left corner of its field, slide pixels; 0 of scans by a program before 0.2, which knew one field an image */
  readonly fieldXPx: number;
  readonly fieldYPx: number;
  /** undefined: nobody has given one, or it was withdrawn */
  readonly verdict: Verdict | undefined;
  readonly isPresent: boolean;
  readonly isDrawn: boolean;
  /** where a person has put it or deleted it, pixels of its field; undefined where it stands as it was found */
  readonly editedBox: PixelBox | undefined;
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
    verdict: verdictSchema.nullable(),
    is_present: z.int(),
    is_drawn: z.int(),
    found_x_px: z.number(),
    found_y_px: z.number(),
    found_width_px: z.number(),
    found_height_px: z.number(),
  })
  .transform((row): ReviewedPlace => {
    const current = { xPx: row.x_px, yPx: row.y_px, widthPx: row.width_px, heightPx: row.height_px };
    const found = {
      ...{ xPx: row.found_x_px, yPx: row.found_y_px },
      ...{ widthPx: row.found_width_px, heightPx: row.found_height_px },
    };
    const isEdited = row.is_drawn === 1 || row.is_present === 0 || !isSameBox(current, found);
    return {
      cellId: String(row.id) as CellId,
      fieldName: row.name,
      fieldXPx: row.field_x_px ?? 0,
      fieldYPx: row.field_y_px ?? 0,
      ...(row.is_drawn === 1 ? current : found),
      score: row.score,
      verdict: row.verdict ?? undefined,
      isPresent: row.is_present === 1,
      isDrawn: row.is_drawn === 1,
      editedBox: isEdited ? current : undefined,
    };
  });

function isSameBox(a: PixelBox, b: PixelBox): boolean {
  return a.xPx === b.xPx && a.yPx === b.yPx && a.widthPx === b.widthPx && a.heightPx === b.heightPx;
}

/** The cells of all scans of a slide that a person had to do with: the latest scan first, in it what is there before
 *  what was deleted, then the latest review first. A drawn cell that is gone again leaves nothing behind. */
export function listReviewedCells(db: Db, slideId: SlideId): readonly ReviewedPlace[] {
  const select = prepare(
    db,
    `SELECT cell.id, fields.name, fields.x_px AS field_x_px, fields.y_px AS field_y_px, cell.x_px,
      cell.y_px, cell.width_px, cell.height_px, cell.score, cell.verdict, cell.is_present, cell.is_drawn,
      cells.x_px AS found_x_px, cells.y_px AS found_y_px, cells.width_px AS found_width_px,
      cells.height_px AS found_height_px
    FROM scans
    JOIN current_cells AS cell ON cell.scan_id = scans.id
    JOIN cells ON cells.id = cell.id
    JOIN fields ON fields.scan_id = scans.id AND fields.field_index = cell.field_index
    WHERE scans.slide_id = ? AND (cell.is_present = 1 OR cell.is_drawn = 0) AND (EXISTS (SELECT 1 FROM reviews WHERE cell_id = cell.id)
      OR EXISTS (SELECT 1 FROM cell_edits WHERE cell_id = cell.id))
    ORDER BY scans.id DESC, cell.is_present DESC,
      (SELECT max(sequence) FROM reviews WHERE cell_id = cell.id) DESC NULLS LAST, cell.id`,
  );
  return readRows(rowSchema, select.all(slideId));
}

/** Repeats every review of a cell at the same cell of a newer scan, with its reviewer and time. Call it
 *  within the transaction of the scan. */
export function carryReviews(db: Db, fromCellId: CellId, toCellId: CellId): void {
  for (const review of listReviews(db, fromCellId)) {
    const carriedFromReviewId = review.carriedFromReviewId ?? review.id;
    const repeated = { ...review, id: newId() as ReviewId, cellId: toCellId, carriedFromReviewId };
    insertReview(db, repeated, undefined);
  }
}
