import Database from 'better-sqlite3';
import { z } from 'zod';
import type { Db } from './db.ts';
import { readRows } from './readRows.ts';
import { translating } from './transaction.ts';

export interface IntegrityCheck {
  readonly isIntact: boolean;
  /** SQLite's own words, and rows that point nowhere; empty when intact */
  readonly problems: readonly string[];
}

const integrityRow = z.object({ integrity_check: z.string() });
const foreignKeyRow = z.object({ table: z.string(), parent: z.string(), rowid: z.int().nullable() });

/** Reads the whole file: PRAGMA integrity_check and foreign_key_check. */
export function checkIntegrity(db: Db): IntegrityCheck {
  return translating(db, 'check the integrity', () => {
    const pages = readRows(integrityRow, z.array(z.unknown()).parse(db.pragma('integrity_check')));
    const keys = readRows(foreignKeyRow, z.array(z.unknown()).parse(db.pragma('foreign_key_check')));
    const problems = [
      ...pages.map((row) => row.integrity_check).filter((said) => said !== 'ok'),
      ...keys.map((row) => `${row.table} row ${row.rowid ?? '?'} points to no row of ${row.parent}`),
    ];
    return { isIntact: problems.length === 0, problems };
  });
}

/** SQLite's version, asked of a database in memory: that the native library loads and works.
 *  @throws Error of the loader when it does not */
export function checkSqlite(): string {
  const db = new Database(':memory:');
  try {
    return z.string().parse(db.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    db.close();
  }
}
