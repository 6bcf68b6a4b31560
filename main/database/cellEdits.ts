import { z } from 'zod';
import type { PixelBox } from '../domain/cell.ts';
import type { CellId } from '../domain/ids.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { assertOneChanged } from './transaction.ts';

/** Where a cell is and whether it is there; box in pixels of its field. */
export interface CellPlace {
  readonly cellId: CellId;
  readonly box: PixelBox;
  readonly isPresent: boolean;
}

export interface CellEdit extends CellPlace {
  /** undefined: repeated by a new scan */
  readonly actionId: string | undefined;
  /** the cell was made by this edit */
  readonly isNew: boolean;
}

const rowSchema = z
  .object({
    cell_id: z.int(),
    x_px: z.number(),
    y_px: z.number(),
    width_px: z.number(),
    height_px: z.number(),
    is_present: z.int(),
  })
  .transform(
    (row): CellPlace => ({
      cellId: String(row.cell_id) as CellId,
      box: { xPx: row.x_px, yPx: row.y_px, widthPx: row.width_px, heightPx: row.height_px },
      isPresent: row.is_present === 1,
    }),
  );

/** Writes the row of an edit; for verbs of this folder, within their transaction. */
export function insertCellEdit(db: Db, edit: CellEdit): void {
  const { xPx, yPx, widthPx, heightPx } = edit.box;
  const insert = prepare(
    db,
    `INSERT INTO cell_edits (action_id, cell_id, x_px, y_px, width_px, height_px, is_present, is_new)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const flags = [edit.isPresent ? 1 : 0, edit.isNew ? 1 : 0];
  assertOneChanged(
    insert.run(edit.actionId ?? null, edit.cellId, xPx, yPx, widthPx, heightPx, ...flags),
    'cell_edits',
  );
}

/** The cells that an action edited, as it left them. */
export function listEditsOfAction(db: Db, actionId: string): readonly CellPlace[] {
  const select = `SELECT cell_id, x_px, y_px, width_px, height_px, is_present FROM cell_edits
    WHERE action_id = ? ORDER BY sequence`;
  return readRows(rowSchema, prepare(db, select).all(actionId));
}

/** The cells that an action edited, as they were just before it: by the edit before, else as they were found; a
 *  cell that it made was not there. */
export function listPlacesBefore(db: Db, actionId: string): readonly CellPlace[] {
  const select = `SELECT edit.cell_id, coalesce(before.x_px, cells.x_px) AS x_px,
      coalesce(before.y_px, cells.y_px) AS y_px, coalesce(before.width_px, cells.width_px) AS width_px,
      coalesce(before.height_px, cells.height_px) AS height_px,
      CASE WHEN edit.is_new = 1 THEN 0 ELSE coalesce(before.is_present, 1) END AS is_present
    FROM cell_edits AS edit
    JOIN cells ON cells.id = edit.cell_id
    LEFT JOIN cell_edits AS before ON before.sequence =
      (SELECT max(sequence) FROM cell_edits WHERE cell_id = edit.cell_id AND sequence < edit.sequence)
    WHERE edit.action_id = ? ORDER BY edit.sequence`;
  return readRows(rowSchema, prepare(db, select).all(actionId));
}
