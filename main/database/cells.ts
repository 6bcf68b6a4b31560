import { z } from 'zod';
import type { CellId } from '../domain/ids.ts';
import type { ReviewedCell } from '../domain/reviewedCell.ts';
import type { ScanId } from '../domain/scan.ts';
import type { SlideId } from '../domain/slide.ts';
import type { Db } from './db.ts';
import { predictionSchema } from './predictions.ts';
import { prepare } from './prepare.ts';
import { readRow, readRows } from './readRows.ts';
import { requireCurrentScan } from './requireCurrentScan.ts';
import { verdictSchema } from './reviews.ts';
import { listFields } from './scans.ts';
import { translating } from './transaction.ts';

/** Cells read at once by the iterator: memory stays flat and other statements can run in between. */
const pageSize = 2000;

const rowSchema = z.object({
  id: z.int(),
  field_index: z.int(),
  field_name: z.string(),
  field_x_px: z.number().nullable(),
  field_y_px: z.number().nullable(),
  x_px: z.number(),
  y_px: z.number(),
  width_px: z.number(),
  height_px: z.number(),
  score: z.number(),
  /** NULL when the model of the scan said nothing of the cell; the other columns of the prediction too then */
  model_id: z.string().nullable(),
  verdict: verdictSchema.nullable(),
  reviewer: z.string().nullable(),
});

const selectPage = `SELECT cell.id, cell.field_index, fields.name AS field_name, fields.x_px AS field_x_px,
    fields.y_px AS field_y_px, cell.x_px, cell.y_px, cell.width_px, cell.height_px, cell.score, cell.verdict,
    cell.reviewer, cell.model_id, cell.cell_class, cell.benign, cell.early_pre_b, cell.pre_b, cell.pro_b,
    cell.strangeness
  FROM current_cells AS cell
  JOIN fields ON fields.scan_id = cell.scan_id AND fields.field_index = cell.field_index
  WHERE cell.scan_id = @scanId AND cell.field_index = @fieldIndex AND cell.id > @afterId AND cell.is_present = 1
  ORDER BY cell.id LIMIT @limit`;

/** The cells of a slide's newest scan as they are now, field by field, with the model's prediction and the latest
 *  review; cells that a person deleted are left out.
 *  @throws as requireCurrentScan */
export function listCells(db: Db, slideId: SlideId): readonly ReviewedCell[] {
  return listScanCells(db, requireCurrentScan(db, slideId));
}

/** The cells of one scan, as `listCells`. Empty when the scan found none. */
export function listScanCells(db: Db, scanId: ScanId): readonly ReviewedCell[] {
  return [...iterateScanCells(db, scanId)];
}

/** The cells of one scan, as `listScanCells`, a page at a time: for whole-slide scans of many cells. Other
 *  statements may run between two cells; a review given meanwhile shows on the pages still to come. */
export function* iterateScanCells(db: Db, scanId: ScanId): Generator<ReviewedCell, void, undefined> {
  for (const { fieldIndex } of listFields(db, scanId).fields) {
    let afterId: CellId | undefined;
    do {
      const page = readPage(db, { scanId, fieldIndex, afterId: afterId ?? 0, limit: pageSize });
      yield* page;
      afterId = page.length < pageSize ? undefined : page.at(-1)?.id;
    } while (afterId !== undefined);
  }
}

function readPage(db: Db, page: Readonly<Record<string, string | number>>): readonly ReviewedCell[] {
  const rows = translating(db, 'list the cells', () => prepare(db, selectPage).all(page));
  return readRows(rowSchema, rows).map((row, at) => ({
    id: String(row.id) as CellId,
    fieldIndex: row.field_index,
    fieldName: row.field_name,
    fieldXPx: row.field_x_px ?? undefined,
    fieldYPx: row.field_y_px ?? undefined,
    xPx: row.x_px,
    yPx: row.y_px,
    widthPx: row.width_px,
    heightPx: row.height_px,
    score: row.score,
    prediction: row.model_id === null ? undefined : readRow(predictionSchema, rows[at]),
    verdict: row.verdict ?? undefined,
    reviewer: row.reviewer ?? undefined,
  }));
}
