import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createHeldScanLock } from '../../../main/workflows/heldScanLock.ts';
import { aTempFolder, labErrorOf, openTempDatabase } from '../../helpers/openTempDatabase.ts';

/** Two connections to one database; the first waits next to nothing for the other. */
function twoConnections() {
  const path = join(aTempFolder(), 'lab.db');
  const [db, other] = [openTempDatabase(path), openTempDatabase(path)];
  db.pragma('busy_timeout = 10');
  return { db, other };
}

test('a lock outlasts a time in which another program keeps the database locked', () => {
  const { db, other } = twoConnections();
  const lock = createHeldScanLock(db);
  expect(lock.keep()).toBe(true);
  other.exec('BEGIN IMMEDIATE');
  expect(labErrorOf(() => lock.keep()).code).toBe('database-busy');
  expect(labErrorOf(() => lock.release()).code).toBe('database-busy');
  other.exec('COMMIT');
  expect(lock.keep()).toBe(false);
  lock.release();
  expect(createHeldScanLock(other).keep()).toBe(true);
});

test('a lock that another process has taken over is held no more', () => {
  const { db, other } = twoConnections();
  const lock = createHeldScanLock(db);
  lock.keep();
  other.exec('DELETE FROM scan_lock');
  const taken = labErrorOf(() => lock.keep());
  expect([taken.code, taken.message]).toEqual([
    'database-busy',
    expect.stringContaining('Another process has taken over'),
  ]);
  expect(lock.keep()).toBe(true);
});
