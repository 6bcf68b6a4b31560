import { basename, dirname } from 'node:path';
import { z } from 'zod';
import type { CellClass } from '../domain/cellClass.ts';
import { isBlastBySettings } from '../domain/isBlastBySettings.ts';
import type { ScanId } from '../domain/scan.ts';
import type { SlideId } from '../domain/slide.ts';
import { scanPriorities, type WorklistRow, type WorklistState } from '../domain/worklist.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { readSettings } from './settings.ts';
import { type StandingSum, tallyOf } from './tallies.ts';
import { translating } from './transaction.ts';

const jobStates = ['waiting', 'running', 'done', 'failed', 'cancelled', 'skipped'] as const;

const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  kind: z.enum(['image-file', 'field-folder', 'dicom-series']),
  is_synthetic: z.int(),
  created_at: z.string(),
  state: z.enum(['pending', 'scanned', 'failed']),
  failure_code: z.string().nullable(),
  failure_message: z.string().nullable(),
  job_state: z.enum(jobStates).nullable(),
  priority: z.enum(scanPriorities).nullable(),
  scan_id: z.int().nullable(),
  finished_at: z.string().nullable(),
  warnings: z.string().nullable(),
  model_name: z.string().nullable(),
  failed_field_count: z.int().nullable(),
  report_count: z.int(),
  reported_at: z.string().nullable(),
  tallies: z.string().nullable(),
});
type Row = z.output<typeof rowSchema>;

const warningsSchema = z.array(z.string());
/** [standing, cells, reviewed, seen] */
const talliesSchema = z.array(z.tuple([z.string(), z.int(), z.int(), z.int()]));

const select = `SELECT slides.id, slides.name, slides.path, slides.kind, slides.is_synthetic, slides.created_at,
    slides.state, slides.failure_code, slides.failure_message, job.state AS job_state, job.priority,
    scans.id AS scan_id, scans.finished_at, scans.warnings, models.name || '-' || models.version AS model_name,
    (SELECT count(*) FROM field_failures WHERE scan_id = scans.id) AS failed_field_count,
    (SELECT count(*) FROM reports WHERE slide_id = slides.id) AS report_count,
    (SELECT max(issued_at) FROM reports WHERE slide_id = slides.id) AS reported_at,
    (SELECT json_group_array(json_array(standing, cell_count, reviewed_count, seen_count))
      FROM scan_tallies WHERE scan_id = scans.id) AS tallies
  FROM slides
  LEFT JOIN scans ON scans.id = (SELECT max(id) FROM scans WHERE slide_id = slides.id)
  LEFT JOIN models ON models.id = scans.model_id
  LEFT JOIN scan_jobs AS job ON job.sequence = (SELECT max(sequence) FROM scan_jobs WHERE slide_id = slides.id)`;

/** Every slide with what its scans came to, the newest slide first; or some slides, those that are unknown left out. */
export function listWorklist(db: Db, slideIds?: readonly SlideId[]): readonly WorklistRow[] {
  const { classes } = readSettings(db);
  const isBlast = isBlastBySettings(classes);
  return translating(db, 'read the worklist', () => {
    const rows =
      slideIds === undefined
        ? prepare(db, `${select} ORDER BY slides.rowid DESC`).all()
        : prepare(
            db,
            `${select} WHERE slides.id IN (SELECT value FROM json_each(?)) ORDER BY slides.rowid DESC`,
          ).all(JSON.stringify(slideIds));
    return readRows(rowSchema, rows).map((row) => worklistRowOf(row, isBlast));
  });
}

function worklistRowOf(row: Row, isBlast: (cellClass: CellClass) => boolean): WorklistRow {
  const { finished_at: scannedAt, model_name: modelName } = row;
  const standings = talliesSchema.parse(JSON.parse(row.tallies ?? '[]')).map(
    ([standing, cellCount, reviewedCount, seenCount]): StandingSum => ({
      ...{ standing, cellCount, reviewedCount, seenCount },
    }),
  );
  return {
    slideId: row.id as SlideId,
    name: row.name,
    kind: row.kind,
    folderName: basename(dirname(row.path)),
    isSynthetic: row.is_synthetic === 1,
    addedAt: row.created_at,
    state: stateOf(row),
    priority: row.priority ?? 'routine',
    failure:
      row.failure_code === null ? undefined : { code: row.failure_code, message: row.failure_message ?? '' },
    scan:
      row.scan_id === null
        ? undefined
        : {
            scanId: String(row.scan_id) as ScanId,
            scannedAt: scannedAt ?? '',
            modelName: modelName ?? '',
            cellCount: standings.reduce((sum, { cellCount }) => sum + cellCount, 0),
            tally: tallyOf(standings, isBlast),
            warnings: warningsSchema.parse(JSON.parse(row.warnings ?? '[]')),
            failedFieldCount: row.failed_field_count ?? 0,
          },
    reportCount: row.report_count,
    reportedAt: row.reported_at ?? undefined,
  };
}

/** What is going on counts before what has been. */
function stateOf({ job_state: job, state }: Row): WorklistState {
  if (job === 'waiting') return 'waiting';
  if (job === 'running') return 'scanning';
  if (job === 'cancelled' && state !== 'scanned') return 'cancelled';
  return state === 'pending' ? 'new' : state;
}
