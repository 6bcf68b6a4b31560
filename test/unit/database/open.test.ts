import { execFileSync } from 'node:child_process';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { listCells } from '../../../main/database/cells.ts';
import { checkIntegrity, checkSqlite } from '../../../main/database/checkDatabase.ts';
import { findOrCreateSlide } from '../../../main/database/findOrCreateSlide.ts';
import { readMigrations } from '../../../main/database/migrations.ts';
import { findModel } from '../../../main/database/models.ts';
import { openDatabase } from '../../../main/database/open.ts';
import { recordScan } from '../../../main/database/recordScan.ts';
import { listSlides } from '../../../main/database/slides.ts';
import { aScan, aSlide, cellsInRow, recordScannedSlide } from '../../helpers/labRecords.ts';
import { aTempFolder, codeOf, labErrorOf, openTempDatabase } from '../../helpers/openTempDatabase.ts';

const newestVersion = readMigrations().at(-1)?.number;

test('a new database has strict tables, the write-ahead log, foreign keys and the newest version', () => {
  const db = openTempDatabase();
  const loose = db
    .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0")
    .pluck()
    .all();
  expect(loose.filter((name) => !String(name).startsWith('sqlite_'))).toEqual([]);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(db.pragma('user_version', { simple: true })).toBe(newestVersion);
  expect(checkIntegrity(db)).toEqual({ isIntact: true, problems: [] });
});

test('a database opened again has its slides and cells', () => {
  const path = join(aTempFolder(), 'lab.db');
  const first = openDatabase(path);
  const { slide } = recordScannedSlide(first, cellsInRow(3));
  first.close();
  expect(listCells(openTempDatabase(path), slide.id)).toHaveLength(3);
});

test('an empty file is a new database', () => {
  const path = join(aTempFolder(), 'lab.db');
  writeFileSync(path, '');
  expect(listSlides(openTempDatabase(path))).toEqual([]);
});

test('a database of a newer program is refused and left alone', () => {
  const path = join(aTempFolder(), 'lab.db');
  const db = openDatabase(path);
  db.pragma('user_version = 9000');
  db.close();
  const before = readFileSync(path);
  const error = labErrorOf(() => openDatabase(path));
  expect(error.code).toBe('database-newer-than-program');
  expect(error.message).toContain('Update Blastscope');
  expect(readFileSync(path)).toEqual(before);
  expect(codeOf(() => openDatabase(path, { readOnly: true }))).toBe('database-newer-than-program');
});

test('a text file named .db and the database of another program are refused and left alone', () => {
  const folder = aTempFolder();
  const text = join(folder, 'text.db');
  writeFileSync(text, 'no database at all, '.repeat(100));
  const other = join(folder, 'other.db');
  const db = new Database(other);
  db.exec('CREATE TABLE songs (title TEXT)');
  db.close();
  const before = [readFileSync(text), readFileSync(other)];
  expect(codeOf(() => openDatabase(text))).toBe('database-not-ours');
  expect(codeOf(() => openDatabase(other))).toBe('database-not-ours');
  expect(codeOf(() => openDatabase(other, { readOnly: true }))).toBe('database-not-ours');
  expect([readFileSync(text), readFileSync(other)]).toEqual(before);
});

test('a database cut short is reported as damaged', () => {
  const path = join(aTempFolder(), 'lab.db');
  const db = openDatabase(path);
  recordScannedSlide(db, cellsInRow(2000));
  db.close();
  truncateSync(path, 4096 * 3);
  expect(codeOf(() => openDatabase(path))).toBe('database-unreadable');
});

test('a path that cannot hold a database is told apart: no folder, a folder, no file to read', () => {
  const folder = aTempFolder();
  expect(codeOf(() => openDatabase(join(folder, 'none', 'lab.db')))).toBe('folder-missing');
  expect(codeOf(() => openDatabase(folder))).toBe('database-unreadable');
  expect(codeOf(() => openDatabase(join(folder, 'lab.db'), { readOnly: true }))).toBe('file-missing');
});

test('a database opened for reading shows its slides and cannot be written', () => {
  const path = join(aTempFolder(), 'lab.db');
  const writer = openDatabase(path);
  recordScannedSlide(writer);
  writer.close();
  const reader = openDatabase(path, { readOnly: true });
  onTestFinished(() => {
    reader.close();
  });
  expect(listSlides(reader)).toHaveLength(1);
  expect(codeOf(() => findOrCreateSlide(reader, aSlide({ path: '/slides/new.jpg' })))).toBe(
    'database-read-only',
  );
});

test('a database file that may not be written is refused at the start', (context) => {
  const path = join(aTempFolder(), 'lab.db');
  openDatabase(path).close();
  try {
    execFileSync('chattr', ['+i', path], { stdio: 'ignore' }); // the only lock that holds root off
  } catch {
    context.skip('this file system or user cannot make a file immutable');
  }
  onTestFinished(() => {
    execFileSync('chattr', ['-i', path]);
  });
  expect(codeOf(() => openDatabase(path))).toBe('database-read-only');
});

test('a full disk fails the scan with nothing half written, and the database goes on', () => {
  const db = openTempDatabase();
  const { slide } = recordScannedSlide(db);
  const pages = Number(db.pragma('page_count', { simple: true }));
  db.pragma(`max_page_count = ${pages + 2}`);
  const modelId = findModel(db, 'tiny').id;
  const scan = aScan({ slideId: slide.id, modelId, cells: cellsInRow(5000) });
  expect(codeOf(() => recordScan(db, scan))).toBe('disk-full');
  expect(listCells(db, slide.id)).toHaveLength(1);
  expect(checkIntegrity(db).isIntact).toBe(true);
  db.pragma('max_page_count = 1000000');
  recordScan(db, scan);
  expect(listCells(db, slide.id)).toHaveLength(5000);
});

test('a database that another program keeps locked is busy, not broken', () => {
  const path = join(aTempFolder(), 'lab.db');
  const db = openTempDatabase(path);
  db.pragma('busy_timeout = 10');
  const other = new Database(path);
  other.exec('BEGIN IMMEDIATE');
  expect(codeOf(() => findOrCreateSlide(db, aSlide()))).toBe('database-busy');
  other.exec('ROLLBACK');
  other.close();
  expect(findOrCreateSlide(db, aSlide()).state).toBe('pending');
});

test('the diagnosis gets the version of SQLite', () => {
  expect(checkSqlite()).toMatch(/^3\.\d+\.\d+$/);
});
