import { basename } from 'node:path';
import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import type { Db } from './db.ts';
import { type Migration, readMigrations } from './migrations.ts';
import { readRows } from './readRows.ts';
import { inTransaction } from './transaction.ts';

/** "Blas" in ASCII: marks a SQLite file as ours, for us and for the `file` command. */
export const applicationId = 0x42_6c_61_73;

/** Brings a database to the newest shape, one transaction a migration; killed in between, the next opening
 *  goes on from there. Safe when two processes do it at once.
 *  @throws LabError 'database-newer-than-program' | 'database-unreadable' */
export function migrateDatabase(db: Db, migrations: readonly Migration[] = readMigrations()): void {
  assertNotNewer(db, migrations);
  db.pragma('foreign_keys = OFF'); // a table may be rebuilt; checked before each commit
  for (const migration of migrations) {
    if (migration.number > readVersion(db))
      inTransaction(db, `bring the tables to version ${migration.number}`, () =>
        applyMigration(db, migration),
      );
  }
  db.pragma('foreign_keys = ON');
  assertSameMigrations(db, migrations);
}

/** True when a database opened for reading only would first have to be migrated. */
export function needsMigration(db: Db, migrations: readonly Migration[] = readMigrations()): boolean {
  assertNotNewer(db, migrations);
  return readVersion(db) < newest(migrations);
}

function applyMigration(db: Db, migration: Migration): void {
  if (readVersion(db) >= migration.number) return; // another process was first
  db.exec(migration.sql);
  db.exec(`CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT`);
  db.prepare('INSERT INTO migrations (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)').run(
    migration.number,
    migration.name,
    migration.sha256,
    new Date().toISOString(),
  );
  const broken: unknown = db.pragma('foreign_key_check');
  if (Array.isArray(broken) && broken.length > 0)
    throw new Error(`Migration ${migration.number} leaves ${broken.length} rows that point nowhere`);
  db.pragma(`application_id = ${applicationId}`);
  db.pragma(`user_version = ${migration.number}`);
}

function readVersion(db: Db): number {
  return z.int().parse(db.pragma('user_version', { simple: true }));
}

function newest(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.number ?? 0;
}

function assertNotNewer(db: Db, migrations: readonly Migration[]): void {
  const version = readVersion(db);
  if (version <= newest(migrations)) return;
  throw new LabError(
    'database-newer-than-program',
    `${basename(db.name)} was written by a newer Blastscope (tables ${version}, this program knows ${newest(migrations)}). Update Blastscope; nothing was changed.`,
    { path: db.name, databaseVersion: version, programVersion: newest(migrations) },
  );
}

const appliedSchema = z.object({ number: z.int(), sha256: z.string() });

function assertSameMigrations(db: Db, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((one) => [one.number, one.sha256]));
  const rows = readRows(appliedSchema, db.prepare('SELECT number, sha256 FROM migrations').all());
  for (const row of rows) {
    if (known.get(row.number) === row.sha256) continue;
    throw new LabError(
      'database-unreadable',
      `${basename(db.name)} was made with another form of migration ${row.number}. Open it with the Blastscope that made it.`,
      { path: db.name, migration: row.number },
    );
  }
}
