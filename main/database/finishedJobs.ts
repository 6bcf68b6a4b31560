import { z } from 'zod';
import type { FinishedJob } from '../domain/batchSummary.ts';
import type { SlideId } from '../domain/slide.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { translating } from './transaction.ts';

const rowSchema = z
  .object({
    slide_id: z.string(),
    name: z.string(),
    state: z.enum(['done', 'failed', 'cancelled', 'skipped']),
    failure_code: z.string().nullable(),
    failure_message: z.string().nullable(),
    finished_at: z.string(),
  })
  .transform(
    (row): FinishedJob => ({
      slideId: row.slide_id as SlideId,
      slideName: row.name,
      state: row.state,
      failure:
        row.failure_code === null
          ? undefined
          : { code: row.failure_code, message: row.failure_message ?? '' },
      finishedAt: row.finished_at,
    }),
  );

/** Jobs that ended at or after a time, in the order in which they were put in.
 *  @param since ISO 8601 in UTC */
export function listFinishedJobs(db: Db, since: string): readonly FinishedJob[] {
  return translating(db, 'read the queue', () =>
    readRows(
      rowSchema,
      prepare(
        db,
        `SELECT job.slide_id, slides.name, job.state, job.failure_code, job.failure_message, job.finished_at
        FROM scan_jobs AS job JOIN slides ON slides.id = job.slide_id
        WHERE job.finished_at >= ? AND job.state NOT IN ('waiting', 'running') ORDER BY job.sequence`,
      ).all(since),
    ),
  );
}
