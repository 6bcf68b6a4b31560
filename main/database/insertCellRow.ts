import type { DetectedCell } from '../domain/cell.ts';
import type { CellId } from '../domain/ids.ts';
import type { ScanId } from '../domain/scan.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';

/** Writes the row of a cell; for verbs of this folder, within their transaction. */
export function insertCellRow(
  db: Db,
  scanId: ScanId,
  cell: DetectedCell & { readonly fieldIndex: number },
): CellId {
  const insert = prepare(
    db,
    `INSERT INTO cells (scan_id, field_index, x_px, y_px, width_px, height_px, score)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const { fieldIndex, xPx, yPx, widthPx, heightPx, score } = cell;
  return String(insert.run(scanId, fieldIndex, xPx, yPx, widthPx, heightPx, score).lastInsertRowid) as CellId;
}
