import { accessSync, constants, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { LabError } from '../domain/labError.ts';
import type { Db } from './db.ts';
import { applicationId, migrateDatabase, needsMigration } from './migrate.ts';
import { translateSqliteError } from './sqliteError.ts';

export type { Db } from './db.ts';

/** How long a statement waits for another process's write before it is 'database-busy'. */
const busyTimeoutMs = 5000;

export interface OpenOptions {
  /** true: nothing can be written, and the file must exist and be of this program's version */
  readonly readOnly?: boolean;
}

/** Opens the lab's database, makes it where there is none, and brings an older one to the newest shape.
 *  A label is on disk when its verb returns: WAL with synchronous FULL.
 *  @throws LabError 'folder-missing' | 'file-missing' | 'database-not-ours' | 'database-unreadable' |
 *  'database-newer-than-program' | 'database-read-only' | 'database-busy' | 'disk-full' */
export function openDatabase(path: string, options: OpenOptions = {}): Db {
  const file = resolve(path);
  const readOnly = options.readOnly ?? false;
  assertPlace(file, readOnly);
  try {
    return openAndPrepare(file, readOnly);
  } catch (cause) {
    throw translateSqliteError(cause, 'open the database', file);
  }
}

function openAndPrepare(file: string, readOnly: boolean): Db {
  const db = new Database(file, { readonly: readOnly, fileMustExist: readOnly, timeout: busyTimeoutMs });
  try {
    assertOurs(db, readOnly);
    db.pragma('foreign_keys = ON');
    db.pragma('recursive_triggers = ON'); // INSERT OR REPLACE must not slip past the append-only triggers
    db.pragma('trusted_schema = OFF');
    db.pragma('synchronous = FULL');
    if (readOnly) assertMigrated(db);
    else {
      setWal(db);
      migrateDatabase(db);
    }
    return db;
  } catch (cause) {
    db.close();
    throw cause;
  }
}

/** Refuses, before SQLite touches anything, what can be told from the path. */
function assertPlace(file: string, readOnly: boolean): void {
  const folder = dirname(file);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new LabError('folder-missing', `There is no folder ${folder} for the database. Make it first.`, {
      folder,
    });
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory())
    throw new LabError('database-unreadable', `${file} is a folder. Name a file in it, such as lab.db.`, {
      path: file,
    });
  if (stats === undefined && readOnly)
    throw new LabError('file-missing', `There is no database ${file}. Scan slides into it first.`, {
      path: file,
    });
  if (readOnly) assertAllowed(file, constants.R_OK, 'read');
  else {
    if (stats !== undefined) assertAllowed(file, constants.R_OK | constants.W_OK, 'write');
    assertAllowed(folder, constants.W_OK, 'write');
  }
}

function assertAllowed(path: string, mode: number, verb: string): void {
  try {
    accessSync(path, mode);
  } catch (cause) {
    throw new LabError(
      'database-read-only',
      `You may not ${verb} ${path}. Change its rights, or copy the database to a folder of your own.`,
      { path },
      { cause },
    );
  }
}

function assertOurs(db: Db, readOnly: boolean): void {
  const found = db.pragma('application_id', { simple: true });
  if (found === applicationId) return;
  const tableCount = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (found === 0 && tableCount === 0 && !readOnly) return;
  throw new LabError(
    'database-not-ours',
    `${basename(db.name)} is a database of another program, or empty. Nothing was changed; choose another file.`,
    { path: db.name },
  );
}

function assertMigrated(db: Db): void {
  if (!needsMigration(db)) return;
  throw new LabError(
    'database-read-only',
    `${basename(db.name)} was written by an older Blastscope and has to be brought up to date before it can be read. Open it once for writing.`,
    { path: db.name },
  );
}

function setWal(db: Db): void {
  const mode = db.pragma('journal_mode = WAL', { simple: true });
  if (mode === 'wal') return;
  throw new LabError(
    'database-unreadable',
    `${basename(db.name)} lies on a disk that cannot keep it safe (no write-ahead log). Put it on a local disk.`,
    { path: db.name, journalMode: String(mode) },
  );
}
