import { z } from 'zod';
import { type CellGoal, cellGoals } from '../domain/scan.ts';
import type { SlideId } from '../domain/slide.ts';
import type { SlideFailure } from '../domain/slideRecord.ts';
import { type ScanPriority, scanPriorities } from '../domain/worklist.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow, readRows } from './readRows.ts';
import { recordSlideFailure } from './slides.ts';
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
  /** how often it was begun, this time included */
  readonly attempts: number;
}

/** 'skipped': nothing had to be done; 'waiting': it goes back to its place and was not to blame. */
export type ScanJobEnd =
  | { readonly state: 'done' | 'skipped' | 'cancelled' | 'waiting' }
  | { readonly state: 'failed'; readonly failure: SlideFailure };

/** A job that took the program along so often is given up: the next night must not end at it too. */
export const mostAttempts = 5;

const rowSchema = z
  .object({
    sequence: z.int(),
    slide_id: z.string(),
    priority: z.enum(scanPriorities),
    cell_goal: z.literal(cellGoals).nullable(),
    is_forced: z.int(),
    attempts: z.int(),
  })
  .transform(
    (row): ScanJob => ({
      sequence: row.sequence,
      slideId: row.slide_id as SlideId,
      priority: row.priority,
      cellGoal: row.cell_goal ?? undefined,
      isForced: row.is_forced === 1,
      attempts: row.attempts,
    }),
  );

/** Puts slides into the queue. One that waits already takes the new priority and goal; one that is being scanned
 *  stays as it is. */
export function enqueueScans(
  db: Db,
  slideIds: readonly SlideId[],
  wanted: Pick<ScanJob, 'priority' | 'cellGoal' | 'isForced'> & { readonly person: string },
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
 *  @param isForStatOnly urgent ones alone
 *  @returns undefined when none waits */
export function startNextScan(db: Db, isForStatOnly = false): ScanJob | undefined {
  return inTransaction(db, 'start a scan', () => {
    const job = readNextScan(db, isForStatOnly);
    if (job === undefined) return undefined;
    const update = prepare(
      db,
      `UPDATE scan_jobs SET state = 'running', started_at = @at, attempts = @attempts WHERE sequence = @sequence`,
    );
    const at = new Date().toISOString();
    assertOneChanged(update.run({ at, attempts: job.attempts, sequence: job.sequence }), 'scan_jobs');
    return job;
  });
}

/** The job that comes next as things are, which may change: an urgent one may be put in. */
export function peekNextScan(db: Db): ScanJob | undefined {
  return translating(db, 'read the queue', () => readNextScan(db, false));
}

function readNextScan(db: Db, isForStatOnly: boolean): ScanJob | undefined {
  const select = prepare(
    db,
    `SELECT sequence, slide_id, priority, cell_goal, is_forced, attempts + 1 AS attempts
    FROM scan_jobs WHERE state = 'waiting' AND (priority = 'stat' OR NOT @isForStatOnly)
    ORDER BY CASE priority WHEN 'stat' THEN 0 WHEN 'routine' THEN 1 ELSE 2 END, sequence LIMIT 1`,
  );
  const row = select.get({ isForStatOnly: isForStatOnly ? 1 : 0 });
  return row === undefined ? undefined : readRow(rowSchema, row);
}

/** Notes how a job ended; 'waiting' puts it back into its place, not counted as an attempt. */
export function endScanJob(db: Db, job: ScanJob, end: ScanJobEnd): void {
  inTransaction(db, 'end a scan', () => {
    const update = prepare(
      db,
      `UPDATE scan_jobs SET state = @state, finished_at = @finishedAt, attempts = @attempts, is_stop_wanted = 0,
        failure_code = @code, failure_message = @message
      WHERE sequence = @sequence AND state = 'running'`,
    );
    const isBack = end.state === 'waiting';
    const { code = null, message = null } = end.state === 'failed' ? end.failure : {};
    const finishedAt = isBack ? null : new Date().toISOString();
    const attempts = isBack ? job.attempts - 1 : job.attempts;
    const { sequence } = job;
    assertOneChanged(
      update.run({ sequence, state: end.state, finishedAt, attempts, code, message }),
      'scan_jobs',
    );
  });
}

/** Whether somebody at another program wants a running job stopped. */
export function isStopWanted(db: Db, { sequence }: ScanJob): boolean {
  return translating(db, 'read the queue', () => {
    const wanted = prepare(db, 'SELECT is_stop_wanted FROM scan_jobs WHERE sequence = ?').pluck();
    return readRow(z.int(), wanted.get(sequence)) === 1;
  });
}

/** Jobs of a program that died go back to their places; one that took the program along each time fails, and its slide
 *  with it. Call it with the scan lock held: nobody else scans then.
 *  @returns how many go back */
export function requeueLostScans(db: Db): number {
  return inTransaction(db, 'take up the queue', () => {
    const finishedAt = new Date().toISOString();
    const givenUp = prepare(
      db,
      `UPDATE scan_jobs SET state = 'failed', finished_at = @finishedAt, failure_code = @code, failure_message = @message
      WHERE state = 'running' AND attempts >= @mostAttempts RETURNING slide_id`,
    ).pluck();
    const lost = {
      code: 'compute-process-lost',
      message: `The program ended ${mostAttempts} times while it scanned this slide. It is left out; look at the slide, then scan it again.`,
    };
    for (const slideId of readRows(z.string(), givenUp.all({ ...lost, finishedAt, mostAttempts })))
      recordSlideFailure(db, slideId as SlideId, lost);
    return prepare(
      db,
      "UPDATE scan_jobs SET state = 'waiting', started_at = NULL WHERE state = 'running'",
    ).run().changes;
  });
}

/** Asks whoever runs the jobs of slides to stop them. */
export function wantScansStopped(db: Db, slideIds: readonly SlideId[]): void {
  inTransaction(db, 'stop scans', () => {
    prepare(
      db,
      `UPDATE scan_jobs SET is_stop_wanted = 1
      WHERE state = 'running' AND slide_id IN (SELECT value FROM json_each(?))`,
    ).run(JSON.stringify(slideIds));
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

/** Jobs that wait or, as far as the database knows, run. */
export function countOpenScans(db: Db): number {
  return translating(db, 'read the queue', () =>
    readRow(
      z.int(),
      prepare(db, "SELECT count(*) FROM scan_jobs WHERE state IN ('waiting', 'running')").pluck().get(),
    ),
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
