import { z } from 'zod';
import { type LabelAction, labelActionKinds } from '../domain/labelAction.ts';
import { type LabelStacks, replayLabelActions } from '../domain/labelHistory.ts';
import type { ScanId } from '../domain/scan.ts';
import type { Db } from './db.ts';
import { newId } from './newId.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { assertOneChanged } from './transaction.ts';

const rowSchema = z
  .object({
    sequence: z.int(),
    id: z.string(),
    kind: z.enum(labelActionKinds),
    person: z.string(),
    target_id: z.string().nullable(),
    cell_count: z.int(),
    at: z.string(),
  })
  .transform(({ sequence, id, kind, person, target_id, cell_count, at }) => ({
    sequence,
    action: {
      ...{ id, kind, person, at },
      cellCount: cell_count,
      targetId: target_id ?? undefined,
    } satisfies LabelAction,
  }));

interface Replayed {
  readonly lastSequence: number;
  readonly stacks: LabelStacks;
}

/** What the actions of some scans came to, so that a long evening's work is not read anew with each label. */
const mostScans = 8;
const replayed = new WeakMap<Db, Map<ScanId, Replayed>>();

/** What can be undone and done again on a scan, whoever wrote it: actions that came since are read. */
export function readLabelStacks(db: Db, scanId: ScanId): LabelStacks {
  const scans = replayed.get(db) ?? new Map<ScanId, Replayed>();
  replayed.set(db, scans);
  const known = scans.get(scanId) ?? { lastSequence: 0, stacks: replayLabelActions([]) };
  const select = `SELECT sequence, id, kind, person, target_id, cell_count, at FROM label_actions
    WHERE scan_id = ? AND sequence > ? ORDER BY sequence`;
  const rows = readRows(rowSchema, prepare(db, select).all(scanId, known.lastSequence));
  const stacks = replayLabelActions(
    rows.map(({ action }) => action),
    known.stacks,
  );
  // what is read within a transaction may never be stored
  if (db.inTransaction) return stacks;
  scans.delete(scanId);
  scans.set(scanId, { lastSequence: rows.at(-1)?.sequence ?? known.lastSequence, stacks });
  const [oldest] = scans.keys();
  if (scans.size > mostScans && oldest !== undefined) scans.delete(oldest);
  return stacks;
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
