import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One step of the database's shape. */
export interface Migration {
  /** 10, 20, 30 …; the database's user_version after it */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/** The migrations of a folder, in order. Line ends are read as LF: a checkout on Windows changes no checksum.
 *  @throws Error, a bug, when a file is misnamed or a number stands twice */
export function readMigrations(folder = join(import.meta.dirname, 'migrations')): readonly Migration[] {
  const migrations = readdirSync(folder)
    .sort()
    .map((file) => readMigration(folder, file));
  for (const [at, migration] of migrations.entries())
    if (migrations[at - 1]?.number === migration.number)
      throw new Error(`Two migrations have the number ${migration.number}`);
  return migrations;
}

function readMigration(folder: string, file: string): Migration {
  const found = /^(\d{3}0)-([a-z0-9-]+)\.sql$/.exec(file);
  const [, digits, name] = found ?? [];
  if (digits === undefined || name === undefined || Number(digits) === 0)
    throw new Error(`${file} is no migration: name it like 0080-add-patients.sql, in steps of ten`);
  const sql = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
  return { number: Number(digits), name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
}
