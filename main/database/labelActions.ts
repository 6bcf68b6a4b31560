import { z } from 'zod';
import { type LabelAction, labelActionKinds } from '../domain/labelAction.ts';
import type { ScanId } from '../domain/scan.ts';
import type { Db } from './db.ts';
import { newId } from './newId.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { assertOneChanged, translating } from './transaction.ts';

const rowSchema = z
  .object({
    id: z.string(),
    kind: z.enum(labelActionKinds),
    person: z.string(),
    target_id: z.string().nullable(),
    cell_count: z.int(),
    at: z.string(),
  })
  .transform(
    ({ id, kind, person, target_id, cell_count, at }): LabelAction => ({
      ...{ id, kind, person, at },
      cellCount: cell_count,
      targetId: target_id ?? undefined,
    }),
  );

/** The actions of a scan in their order. */
export function listLabelActions(db: Db, scanId: ScanId): readonly LabelAction[] {
  const select = `SELECT id, kind, person, target_id, cell_count, at FROM label_actions
    WHERE scan_id = ? ORDER BY sequence`;
  return translating(db, 'list the actions', () => readRows(rowSchema, prepare(db, select).all(scanId)));
}

/** Writes the row of an action; for verbs of this folder, within their transaction. */
export function insertLabelAction(
  db: Db,
  scanId: ScanId,
  action: Pick<LabelAction, 'kind' | 'person' | 'cellCount' | 'targetId'> & {
    readonly at: string | undefined;
  },
): LabelAction {
  const inserted: LabelAction = { ...action, id: newId(), at: action.at ?? new Date().toISOString() };
  const { id, kind, person, targetId, cellCount, at } = inserted;
  const insert = prepare(
    db,
    `INSERT INTO label_actions (id, scan_id, kind, person, target_id, cell_count, at)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  assertOneChanged(insert.run(id, scanId, kind, person, targetId ?? null, cellCount, at), 'label_actions');
  return inserted;
}
