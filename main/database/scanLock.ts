import { basename } from 'node:path';
import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { newId } from './newId.ts';
import { prepare } from './prepare.ts';
import { isProcessAlive, readProcessStart } from './processIdentity.ts';
import { readRow } from './readRows.ts';
import { assertOneChanged, inTransaction } from './transaction.ts';

export interface ScanLockOwner {
  readonly processId: number;
  readonly hostName: string;
  /** ISO 8601 in UTC */
  readonly startedAt: string;
}

/** The right to scan into a database, held by one process at a time. */
export interface ScanLock {
  readonly token: string;
}

/** A lock of another machine (or container) cannot be asked whether it lives: it counts as left behind when
 *  it was not refreshed for this long. */
const foreignLockLifeMs = 60 * 60 * 1000;

const rowSchema = z.object({
  process_id: z.int(),
  process_started: z.string().nullable(),
  host_name: z.string(),
  started_at: z.string(),
  seen_at: z.string(),
});
type LockRow = z.output<typeof rowSchema>;

/** Takes the scan lock, or takes it over from a process that is dead.
 *  @throws LabError 'database-busy', naming the process, while another scan holds it */
export function acquireScanLock(db: Db, owner: ScanLockOwner): ScanLock {
  return inTransaction(db, 'take the scan lock', () => {
    const row = prepare(db, 'SELECT * FROM scan_lock').get();
    if (row !== undefined) removeDeadLock(db, readRow(rowSchema, row), owner);
    const token = newId();
    const insert = prepare(
      db,
      `INSERT INTO scan_lock
      (only_row, token, process_id, process_started, host_name, started_at, seen_at)
      VALUES (1, @token, @processId, @processStarted, @hostName, @startedAt, @seenAt)`,
    );
    const processStarted = readProcessStart(owner.processId) ?? null;
    const seenAt = new Date().toISOString();
    assertOneChanged(insert.run({ ...owner, token, processStarted, seenAt }), 'scan_lock');
    return { token };
  });
}

/** Says that the scan goes on; call it after each slide.
 *  @throws LabError 'database-busy' while another program keeps the database locked; with `details.isTakenOver` when another
 *  process has taken the lock over: stop scanning */
export function refreshScanLock(db: Db, lock: ScanLock): void {
  inTransaction(db, 'refresh the scan lock', () => {
    const update = prepare(db, 'UPDATE scan_lock SET seen_at = ? WHERE token = ?');
    if (update.run(new Date().toISOString(), lock.token).changes === 1) return;
    throw new LabError(
      'database-busy',
      `Another process has taken over the scan into ${basename(db.name)}. This one stops; slides stored so far are kept.`,
      { path: db.name, isTakenOver: true },
    );
  });
}

/** Gives the lock back. Does nothing when another process has taken it over. */
export function releaseScanLock(db: Db, lock: ScanLock): void {
  inTransaction(db, 'release the scan lock', () => {
    prepare(db, 'DELETE FROM scan_lock WHERE token = ?').run(lock.token);
  });
}

function removeDeadLock(db: Db, held: LockRow, owner: ScanLockOwner): void {
  if (isAlive(held, owner.hostName)) {
    throw new LabError(
      'database-busy',
      `Process ${held.process_id} on ${held.host_name} has been scanning into ${basename(db.name)} since ${held.started_at}. Wait until it is done, or stop it, and run again.`,
      { processId: held.process_id, hostName: held.host_name, since: held.started_at },
    );
  }
  assertOneChanged(prepare(db, 'DELETE FROM scan_lock').run(), 'scan_lock');
  appendAudit(db, {
    action: 'scan-lock-taken-over',
    subject: String(held.process_id),
    details: { hostName: held.host_name, startedAt: held.started_at },
  });
}

function isAlive(held: LockRow, hostName: string): boolean {
  if (held.host_name === hostName) return isProcessAlive(held.process_id, held.process_started ?? undefined);
  return Date.now() - Date.parse(held.seen_at) < foreignLockLifeMs;
}
