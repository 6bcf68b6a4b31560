import { z } from 'zod';
import type { PixelBox } from '../domain/cell.ts';
import type { Verdict } from '../domain/cellClass.ts';
import type { CellId } from '../domain/ids.ts';
import type { ScanId } from '../domain/scan.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { verdictSchema } from './reviews.ts';

/** A cell that is there, in pixels of its field. */
export interface CurrentCell {
  readonly cellId: CellId;
  readonly scanId: ScanId;
  readonly fieldIndex: number;
  readonly box: PixelBox;
  readonly verdict: Verdict | undefined;
}

const rowSchema = z
  .object({
    id: z.int(),
    scan_id: z.int(),
    field_index: z.int(),
    x_px: z.number(),
    y_px: z.number(),
    width_px: z.number(),
    height_px: z.number(),
    verdict: verdictSchema.nullable(),
  })
  .transform(
    (row): CurrentCell => ({
      cellId: String(row.id) as CellId,
      scanId: String(row.scan_id) as ScanId,
      fieldIndex: row.field_index,
      box: { xPx: row.x_px, yPx: row.y_px, widthPx: row.width_px, heightPx: row.height_px },
      verdict: row.verdict ?? undefined,
    }),
  );

const select = `SELECT id, scan_id, field_index, x_px, y_px, width_px, height_px, verdict FROM current_cells
  WHERE is_present = 1`;

/** The cells of a scan, or those of some ids, as they are now; what was deleted is left out. */
export function readCurrentCells(
  db: Db,
  wanted: { readonly scanId: ScanId } | { readonly cellIds: readonly CellId[] },
): readonly CurrentCell[] {
  const rows =
    'scanId' in wanted
      ? prepare(db, `${select} AND scan_id = ? ORDER BY id`).all(wanted.scanId)
      : prepare(db, `${select} AND id IN (SELECT value FROM json_each(?)) ORDER BY id`).all(
          JSON.stringify(wanted.cellIds.map(Number)),
        );
  return readRows(rowSchema, rows);
}
