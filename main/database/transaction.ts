import type Database from 'better-sqlite3';
import type { Db } from './db.ts';
import { translateSqliteError } from './sqliteError.ts';

/** Runs a writing verb in one transaction: all of it is stored, on disk, or nothing. Within another
 *  transaction it joins that one.
 *  @param verb for the message of an error: "record the scan"
 *  @throws LabError 'disk-full' | 'database-busy' | 'database-read-only' | 'database-unreadable' */
export function inTransaction<T>(db: Db, verb: string, run: () => T): T {
  return translating(db, verb, () => db.transaction(run).immediate());
}

/** Runs a reading verb, with SQLite's errors told in the lab's words.
 *  @throws LabError as inTransaction */
export function translating<T>(db: Db, verb: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw translateSqliteError(cause, verb, db.name);
  }
}

/** Fails, and so rolls back, when a statement did not change the one row it was meant to change. */
export function assertOneChanged(result: Database.RunResult, what: string): void {
  if (result.changes !== 1)
    throw new Error(`Expected to change one row of ${what}, changed ${result.changes}`);
}
