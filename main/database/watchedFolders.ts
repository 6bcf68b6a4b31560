import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import type { WatchedFolder } from '../domain/watchedFolder.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { newId } from './newId.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { assertOneChanged, inTransaction, translating } from './transaction.ts';

const rowSchema = z
  .object({
    id: z.string(),
    path: z.string(),
    is_polled: z.int(),
    added_by: z.string(),
    added_at: z.string(),
  })
  .transform(
    (row): WatchedFolder => ({
      ...{ id: row.id, path: row.path, isPolled: row.is_polled === 1 },
      ...{ addedBy: row.added_by, addedAt: row.added_at },
    }),
  );

/** First added first. */
export function listWatchedFolders(db: Db): readonly WatchedFolder[] {
  return translating(db, 'read the watched folders', () => {
    const select =
      'SELECT id, path, is_polled, added_by, added_at FROM watched_folders ORDER BY added_at, id';
    return readRows(rowSchema, prepare(db, select).all());
  });
}

/** @throws LabError 'argument-invalid' when it is watched already */
export function addWatchedFolder(
  db: Db,
  { path, isPolled, person }: { readonly path: string; readonly isPolled: boolean; readonly person: string },
): WatchedFolder {
  return inTransaction(db, 'watch a folder', () => {
    if (listWatchedFolders(db).some((known) => known.path === path))
      throw new LabError('argument-invalid', `${path} is watched already.`);
    const added = { id: newId(), path, isPolled, addedBy: person, addedAt: new Date().toISOString() };
    const insert = prepare(
      db,
      'INSERT INTO watched_folders (id, path, is_polled, added_by, added_at) VALUES (?, ?, ?, ?, ?)',
    );
    assertOneChanged(insert.run(added.id, path, isPolled ? 1 : 0, person, added.addedAt), 'watched_folders');
    appendAudit(db, { actor: person, action: 'folder-watched', subject: added.id, details: { isPolled } });
    return added;
  });
}

/** @throws LabError 'folder-missing' when it is not watched (any more) */
export function changeWatchedFolder(
  db: Db,
  { id, isPolled, person }: { readonly id: string; readonly isPolled: boolean; readonly person: string },
): void {
  inTransaction(db, 'change a watched folder', () => {
    const { changes } = prepare(db, 'UPDATE watched_folders SET is_polled = ? WHERE id = ?').run(
      isPolled ? 1 : 0,
      id,
    );
    if (changes === 0) refuseUnknown();
    appendAudit(db, { actor: person, action: 'folder-watched', subject: id, details: { isPolled } });
  });
}

/** Its slides stay. @throws LabError 'folder-missing' when it is not watched (any more) */
export function removeWatchedFolder(
  db: Db,
  { id, person }: { readonly id: string; readonly person: string },
): void {
  inTransaction(db, 'stop watching a folder', () => {
    if (prepare(db, 'DELETE FROM watched_folders WHERE id = ?').run(id).changes === 0) refuseUnknown();
    appendAudit(db, { actor: person, action: 'folder-unwatched', subject: id });
  });
}

function refuseUnknown(): never {
  throw new LabError('folder-missing', 'This folder is not watched any more.');
}
