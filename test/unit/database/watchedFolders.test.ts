import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { checkIntegrity } from '../../../main/database/checkDatabase.ts';
import { migrateDatabase } from '../../../main/database/migrate.ts';
import { readMigrations } from '../../../main/database/migrations.ts';
import {
  addWatchedFolder,
  changeWatchedFolder,
  listWatchedFolders,
  removeWatchedFolder,
} from '../../../main/database/watchedFolders.ts';
import { labErrorOf, openTempDatabase } from '../../helpers/openTempDatabase.ts';

const incoming = { path: '/scanner/incoming', isPolled: false, person: 'Ada' };

test('a folder is watched once, may be polled, and is let go', () => {
  const db = openTempDatabase();
  const { id } = addWatchedFolder(db, incoming);
  expect(listWatchedFolders(db)).toEqual([
    {
      ...{ id, path: incoming.path, isPolled: false, addedBy: 'Ada' },
      addedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
  expect(labErrorOf(() => addWatchedFolder(db, incoming))).toMatchObject({
    code: 'argument-invalid',
    message: '/scanner/incoming is watched already.',
  });
  changeWatchedFolder(db, { id, isPolled: true, person: 'Ada' });
  expect(listWatchedFolders(db)).toMatchObject([{ isPolled: true }]);
  removeWatchedFolder(db, { id, person: 'Ada' });
  expect(listWatchedFolders(db)).toEqual([]);
});

test.each([
  ['changed', changeWatchedFolder],
  ['let go', removeWatchedFolder],
])('one that is watched no longer cannot be %s', (_what, verb) => {
  const db = openTempDatabase();
  const gone = { id: '00000000-0000-7000-8000-000000000000', isPolled: true, person: 'Ada' };
  expect(labErrorOf(() => verb(db, gone)).code).toBe('folder-missing');
});

test('a lab of version 0.3 comes up to it, watching nothing', () => {
  const db = new Database(':memory:');
  onTestFinished(() => {
    db.close();
  });
  const migrations = readMigrations();
  migrateDatabase(
    db,
    migrations.filter(({ number }) => number <= 200),
  );
  migrateDatabase(db, migrations);
  expect(listWatchedFolders(db)).toEqual([]);
  expect(checkIntegrity(db)).toEqual({ isIntact: true, problems: [] });
});
