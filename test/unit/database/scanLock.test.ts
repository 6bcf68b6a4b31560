import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listAudit } from '../../../main/database/audit.ts';
import { acquireScanLock, refreshScanLock, releaseScanLock } from '../../../main/database/scanLock.ts';
import { aTempFolder, codeOf, labErrorOf, openTempDatabase } from '../../helpers/openTempDatabase.ts';

const startedAt = '2026-11-01T08:00:00.000Z';
const here = { processId: process.pid, hostName: 'bench-1', startedAt };

/** A living process that is not this one. */
function aProcess() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  if (child.pid === undefined) throw new Error('no process');
  return { child, processId: child.pid };
}

test('a second scan into a database is refused while the first one lives, naming it', () => {
  const path = join(aTempFolder(), 'lab.db');
  const [first, second] = [openTempDatabase(path), openTempDatabase(path)];
  const { processId } = aProcess();
  const lock = acquireScanLock(first, { processId, hostName: 'bench-1', startedAt });
  const refused = labErrorOf(() => acquireScanLock(second, here));
  expect(refused.code).toBe('database-busy');
  expect(refused.message).toContain(`Process ${processId}`);
  expect(refused.message).toContain(startedAt);
  releaseScanLock(first, lock);
  releaseScanLock(second, acquireScanLock(second, here));
});

test('one process scans into a database once at a time', () => {
  const db = openTempDatabase();
  acquireScanLock(db, here);
  expect(codeOf(() => acquireScanLock(db, here))).toBe('database-busy');
});

test('the lock of a killed process is taken over, and the takeover is in the audit trail', async () => {
  const db = openTempDatabase();
  const { child, processId } = aProcess();
  const lost = acquireScanLock(db, { processId, hostName: 'bench-1', startedAt });
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  const lock = acquireScanLock(db, here);
  expect(listAudit(db)).toMatchObject([{ action: 'scan-lock-taken-over', subject: String(processId) }]);
  expect(codeOf(() => refreshScanLock(db, lost))).toBe('database-busy');
  releaseScanLock(db, lost);
  refreshScanLock(db, lock);
});

test.runIf(process.platform === 'linux')(
  'a later process with the same number does not keep a dead lock',
  () => {
    const db = openTempDatabase();
    acquireScanLock(db, here);
    db.exec("UPDATE scan_lock SET process_started = 'an earlier boot:17'");
    acquireScanLock(db, here);
  },
);

test('the lock of another machine holds until it was silent for an hour', () => {
  const db = openTempDatabase();
  acquireScanLock(db, { processId: 1, hostName: 'bench-2', startedAt });
  expect(codeOf(() => acquireScanLock(db, here))).toBe('database-busy');
  db.prepare('UPDATE scan_lock SET seen_at = ?').run(new Date(Date.now() - 61 * 60 * 1000).toISOString());
  acquireScanLock(db, here);
});
