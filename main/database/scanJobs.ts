import { z } from 'zod';
import { type CellGoal, cellGoals } from '../domain/scan.ts';
import type { SlideId } from '../domain/slide.ts';
import { type ScanPriority, scanPriorities } from '../domain/worklist.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow } from './readRows.ts';
import { assertOneChanged, inTransaction, translating } from './transaction.ts';

/** A scan that is wanted. */
export interface ScanJob {
  readonly sequence: number;
  readonly slideId: SlideId;
  readonly priority: ScanPriority;
  /** undefined: everything is looked at */
  readonly cellGoal: CellGoal | undefined;
  /** also where a finished scan by the model is there */
  readonly isForced: boolean;
}

export type ScanJobEnd = 'done' | 'failed' | 'cancelled' | 'waiting';

const rowSchema = z
  .object({
    sequence: z.int(),
    slide_id: z.string(),
    priority: z.enum(scanPriorities),
    cell_goal: z.literal(cellGoals).nullable(),
    is_forced: z.int(),
  })
  .transform(
    (row): ScanJob => ({
      sequence: row.sequence,
      slideId: row.slide_id as SlideId,
      priority: row.priority,
      cellGoal: row.cell_goal ?? undefined,
      isForced: row.is_forced === 1,
    }),
  );

/** Puts slides into the queue. One that waits already takes the new priority and goal; one that is being scanned
 *  stays as it is. */
export function enqueueScans(
  db: Db,
  slideIds: readonly SlideId[],
  wanted: Omit<ScanJob, 'sequence' | 'slideId'> & { readonly person: string },
): void {
  inTransaction(db, 'put slides into the queue', () => {
    const insert = prepare(
      db,
      `INSERT INTO scan_jobs (slide_id, priority, state, cell_goal, is_forced, created_at)
      VALUES (@slideId, @priority, 'waiting', @cellGoal, @isForced, @at)
      ON CONFLICT (slide_id) WHERE state IN ('waiting', 'running') DO UPDATE
      SET priority = excluded.priority, cell_goal = excluded.cell_goal, is_forced = excluded.is_forced
      WHERE scan_jobs.state = 'waiting'`,
    );
    const at = new Date().toISOString();
    const { priority, cellGoal = null, person } = wanted;
    for (const slideId of slideIds)
      insert.run({ slideId, priority, cellGoal, isForced: wanted.isForced ? 1 : 0, at });
    const details = { slideCount: slideIds.length, priority };
    appendAudit(db, { actor: person, action: 'scans-queued', subject: 'queue', details, at });
  });
}

/** Takes the next job: the most urgent, of those the one that waits longest.
 *  @returns undefined when none waits */
export function startNextScan(db: Db): ScanJob | undefined {
  return inTransaction(db, 'start a scan', () => {
    const select = prepare(
      db,
      `SELECT sequence, slide_id, priority, cell_goal, is_forced FROM scan_jobs WHERE state = 'waiting'
      ORDER BY CASE priority WHEN 'stat' THEN 0 WHEN 'routine' THEN 1 ELSE 2 END, sequence LIMIT 1`,
    );
    const row = select.get();
    if (row === undefined) return undefined;
    const job = readRow(rowSchema, row);
    const update = prepare(db, "UPDATE scan_jobs SET state = 'running', started_at = ? WHERE sequence = ?");
    assertOneChanged(update.run(new Date().toISOString(), job.sequence), 'scan_jobs');
    return job;
  });
}

/** Notes how a job ended; 'waiting' puts it back into its place. */
export function endScanJob(db: Db, job: ScanJob, end: ScanJobEnd): void {
  inTransaction(db, 'end a scan', () => {
    const update = prepare(
      db,
      "UPDATE scan_jobs SET state = ?, finished_at = ? WHERE sequence = ? AND state = 'running'",
    );
    const finishedAt = end === 'waiting' ? null : new Date().toISOString();
    assertOneChanged(update.run(end, finishedAt, job.sequence), 'scan_jobs');
  });
}

/** Jobs of a station that died go back to their places.
 *  @returns how many there were */
export function requeueLostScans(db: Db): number {
  return inTransaction(db, 'take up the queue', () => {
    return prepare(
      db,
      "UPDATE scan_jobs SET state = 'waiting', started_at = NULL WHERE state = 'running'",
    ).run().changes;
  });
}

/** Takes waiting jobs of slides out of the queue. One that runs is stopped by whoever runs it. */
export function cancelWaitingScans(db: Db, slideIds: readonly SlideId[]): void {
  inTransaction(db, 'cancel scans', () => {
    const update = prepare(
      db,
      `UPDATE scan_jobs SET state = 'cancelled', finished_at = ?
      WHERE state = 'waiting' AND slide_id IN (SELECT value FROM json_each(?))`,
    );
    update.run(new Date().toISOString(), JSON.stringify(slideIds));
  });
}

export function setScanPriority(db: Db, slideIds: readonly SlideId[], priority: ScanPriority): void {
  inTransaction(db, 'change the priority', () => {
    const update = prepare(
      db,
      `UPDATE scan_jobs SET priority = ?
      WHERE state IN ('waiting', 'running') AND slide_id IN (SELECT value FROM json_each(?))`,
    );
    update.run(priority, JSON.stringify(slideIds));
  });
}

export function countWaitingScans(db: Db): number {
  return translating(db, 'read the queue', () =>
    readRow(z.int(), prepare(db, "SELECT count(*) FROM scan_jobs WHERE state = 'waiting'").pluck().get()),
  );
}

export function readQueuePaused(db: Db): boolean {
  return translating(
    db,
    'read the queue',
    () => readRow(z.int(), prepare(db, 'SELECT is_paused FROM scan_queue').pluck().get()) === 1,
  );
}

export function writeQueuePaused(db: Db, isPaused: boolean): void {
  inTransaction(db, 'pause the queue', () => {
    assertOneChanged(prepare(db, 'UPDATE scan_queue SET is_paused = ?').run(isPaused ? 1 : 0), 'scan_queue');
  });
}
