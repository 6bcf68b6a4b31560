import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { migrateDatabase } from '../../../main/database/migrate.ts';
import { type Migration, readMigrations } from '../../../main/database/migrations.ts';
import { aTempFolder, codeOf } from '../../helpers/openTempDatabase.ts';

function aMigration(number: number, sql: string): Migration {
  return { number, name: `step-${number}`, sql, sha256: sql };
}

function aBareDatabase() {
  const db = new Database(join(aTempFolder(), 'bare.db'));
  onTestFinished(() => {
    db.close();
  });
  return db;
}

function tablesOf(db: Database.Database) {
  return db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();
}

const first = aMigration(
  10,
  "CREATE TABLE stains (name TEXT PRIMARY KEY) STRICT; INSERT INTO stains VALUES ('May')",
);
const second = aMigration(20, 'ALTER TABLE stains ADD COLUMN lot TEXT');

test('an older database is brought up step by step and keeps its rows', () => {
  const db = aBareDatabase();
  migrateDatabase(db, [first]);
  migrateDatabase(db, [first, second]);
  expect(db.prepare('SELECT * FROM stains').all()).toEqual([{ name: 'May', lot: null }]);
  expect(db.prepare('SELECT number FROM migrations').pluck().all()).toEqual([10, 20]);
});

test('a migration that fails leaves the database as it was before it', () => {
  const db = aBareDatabase();
  const broken = aMigration(20, 'CREATE TABLE lots (id TEXT) STRICT; SELECT * FROM nowhere');
  expect(() => migrateDatabase(db, [first, broken])).toThrow('nowhere');
  expect(tablesOf(db)).toEqual(['migrations', 'stains']);
  expect(db.pragma('user_version', { simple: true })).toBe(10);
});

test('a migration that leaves rows pointing nowhere is rolled back', () => {
  const db = aBareDatabase();
  const orphan = aMigration(
    20,
    "CREATE TABLE lots (stain TEXT REFERENCES stains (name)) STRICT; INSERT INTO lots VALUES ('Giemsa')",
  );
  expect(() => migrateDatabase(db, [first, orphan])).toThrow('1 rows that point nowhere');
  expect(tablesOf(db)).toEqual(['migrations', 'stains']);
});

test('a database whose migration was another text is refused', () => {
  const db = aBareDatabase();
  migrateDatabase(db, [first]);
  expect(codeOf(() => migrateDatabase(db, [{ ...first, sha256: 'other' }]))).toBe('database-unreadable');
});

test('migrations read the same with the line ends of Windows', () => {
  const folder = aTempFolder();
  for (const [name, end] of [
    ['unix', '\n'],
    ['windows', '\r\n'],
  ] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, '0010-stains.sql'), `CREATE TABLE${end}stains (name TEXT);${end}`);
  }
  expect(readMigrations(join(folder, 'windows'))).toEqual(readMigrations(join(folder, 'unix')));
});

test.each(['10-stains.sql', '0015-stains.sql', '0010-Stains.sql', 'notes.txt'])(
  'a migration named %s is refused',
  (name) => {
    const folder = aTempFolder();
    writeFileSync(join(folder, name), '');
    expect(() => readMigrations(folder)).toThrow('is no migration');
  },
);

test('two migrations of one number are refused', () => {
  const folder = aTempFolder();
  writeFileSync(join(folder, '0010-stains.sql'), '');
  writeFileSync(join(folder, '0010-lots.sql'), '');
  expect(() => readMigrations(folder)).toThrow('number 10');
});
