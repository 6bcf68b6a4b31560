import { z } from 'zod';
import type { CellsAsNow } from '../domain/cellTable.ts';
import type { ScanId } from '../domain/scan.ts';
import type { SlideId } from '../domain/slide.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow, readRows } from './readRows.ts';
import { translating } from './transaction.ts';

/** What has changed between two looks of which the second found that another program had written. What this program wrote
 *  in between is in it too. */
export interface OutsideChanges {
  readonly slideIds: readonly SlideId[];
  readonly cells: readonly CellsAsNow[];
  readonly trainingRunIds: readonly string[];
}

const rowSchema = z.object({
  slide_id: z.string(),
  state: z.string(),
  job: z.string(),
  scan_id: z.int().nullable(),
  revision: z.int().nullable(),
});

const selectSlides = `SELECT slides.id AS slide_id, slides.state,
    coalesce((SELECT state || ' ' || priority FROM scan_jobs
      WHERE slide_id = slides.id AND state IN ('waiting', 'running')), '') AS job,
    newest.scan_id, scan_revisions.revision
  FROM slides
  LEFT JOIN (SELECT slide_id, max(id) AS scan_id FROM scans GROUP BY slide_id) AS newest
    ON newest.slide_id = slides.id
  LEFT JOIN scan_revisions ON scan_revisions.scan_id = newest.scan_id`;

/** Looks whether another program has written to the database, and what of the slides is different since the last time that
 *  one had. Costs next to nothing while none has.
 *  @returns at each call: undefined when none has */
export function createOutsideWatch(db: Db): () => OutsideChanges | undefined {
  let version = readVersion(db);
  let known = readSlides(db);
  let knownRuns = readTrainings(db);
  return () => {
    const now = readVersion(db);
    if (now === version) return undefined;
    const [before, runsBefore] = [known, knownRuns];
    known = readSlides(db);
    knownRuns = readTrainings(db);
    version = now;
    const changed = [...known].filter(([id, slide]) => before.get(id)?.text !== slide.text);
    const cells = changed.flatMap(([slideId, { scanId, revision }]) => {
      const old = before.get(slideId);
      if (scanId === undefined || (old?.scanId === scanId && old.revision === revision)) return [];
      return [{ slideId, scanId, revision }];
    });
    const trainingRunIds = [...knownRuns].flatMap(([id, text]) => (runsBefore.get(id) === text ? [] : [id]));
    return { slideIds: changed.map(([slideId]) => slideId), cells, trainingRunIds };
  };
}

/** Another number than before when another connection has committed since. */
function readVersion(db: Db): number {
  return translating(db, 'look for changes', () =>
    readRow(z.int(), db.pragma('data_version', { simple: true })),
  );
}

interface KnownSlide {
  /** all that is compared */
  readonly text: string;
  readonly scanId: ScanId | undefined;
  readonly revision: number;
}

function readSlides(db: Db): ReadonlyMap<SlideId, KnownSlide> {
  return translating(db, 'look for changes', () => {
    const rows = readRows(rowSchema, prepare(db, selectSlides).all());
    return new Map(
      rows.map(({ slide_id, state, job, scan_id, revision }) => [
        slide_id as SlideId,
        {
          text: [state, job, scan_id, revision].join(' '),
          scanId: scan_id === null ? undefined : (String(scan_id) as ScanId),
          revision: revision ?? 0,
        },
      ]),
    );
  });
}

const trainingSchema = z.object({ id: z.string(), text: z.string() });

/** What is compared of each training: one that is at work changes in more than its state. */
function readTrainings(db: Db): ReadonlyMap<string, string> {
  return translating(db, 'look for changes', () => {
    const select = `SELECT id, state || iif(state IN ('preparing', 'running'), run, '') AS text FROM training_runs`;
    const rows = readRows(trainingSchema, prepare(db, select).all());
    return new Map(rows.map(({ id, text }) => [id, text]));
  });
}
