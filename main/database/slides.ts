import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import type { ScanId } from '../domain/scan.ts';
import type { SlideId } from '../domain/slide.ts';
import type { SlideFailure, SlideRecord } from '../domain/slideRecord.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { matchSlide } from './matchSlide.ts';
import { pixelSizeColumns, pixelSizeOf } from './pixelSizeColumns.ts';
import { prepare } from './prepare.ts';
import { readRow, readRows } from './readRows.ts';
import { assertOneChanged, inTransaction, translating } from './transaction.ts';

const rowSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    path: z.string(),
    kind: z.enum(['image-file', 'field-folder', 'dicom-series']),
    sha256: z.string().nullable(),
    size_bytes: z.int().nullable(),
    state: z.enum(['pending', 'scanned', 'failed']),
    failure_code: z.string().nullable(),
    failure_message: z.string().nullable(),
    is_synthetic: z.int(),
    created_at: z.string(),
    scan_id: z.int().nullable(),
    finished_at: z.string().nullable(),
    cell_count: z.int().nullable(),
    ...pixelSizeColumns,
  })
  .transform(
    (row): SlideRecord => ({
      id: row.id as SlideId,
      name: row.name,
      path: row.path,
      kind: row.kind,
      sha256: row.sha256 ?? undefined,
      sizeBytes: row.size_bytes ?? undefined,
      state: row.state,
      failure:
        row.failure_code === null
          ? undefined
          : { code: row.failure_code, message: row.failure_message ?? '' },
      isSynthetic: row.is_synthetic === 1,
      createdAt: row.created_at,
      currentScan:
        row.scan_id === null
          ? undefined
          : {
              id: String(row.scan_id) as ScanId,
              scannedAt: row.finished_at ?? '',
              redCellDiameterPx: row.red_cell_diameter_px ?? undefined,
              pixelSize: pixelSizeOf(row),
              cellCount: row.cell_count ?? 0,
            },
    }),
  );

const selectSlides = `SELECT slides.*, scans.id AS scan_id, scans.finished_at, scans.red_cell_diameter_px,
    scans.cell_count, scans.pixel_size_x_um, scans.pixel_size_y_um, scans.pixel_size_origin,
    scans.pixel_size_low_um, scans.pixel_size_high_um, scans.field_kind
  FROM slides LEFT JOIN scans ON scans.id = (SELECT max(id) FROM scans WHERE slide_id = slides.id)`;

/** Notes why a slide could not be scanned. Its earlier scans and their reviews stay.
 *  @throws LabError 'slide-unknown' */
export function recordSlideFailure(db: Db, slideId: SlideId, failure: SlideFailure): void {
  inTransaction(db, 'record a failed slide', () => {
    const slide = readSlide(db, slideId);
    const update = prepare(
      db,
      "UPDATE slides SET state = 'failed', failure_code = ?, failure_message = ? WHERE id = ?",
    );
    assertOneChanged(update.run(failure.code, failure.message, slide.id), 'slides');
    appendAudit(db, { action: 'slide-failed', subject: slideId, details: { code: failure.code } });
  });
}

/** Every slide, oldest first. */
export function listSlides(db: Db): readonly SlideRecord[] {
  return translating(db, 'list the slides', () =>
    readRows(rowSchema, prepare(db, `${selectSlides} ORDER BY slides.created_at, slides.rowid`).all()),
  );
}

/** The slides of one content, oldest first: a scan and its copies. */
export function listCopies(db: Db, sha256: string): readonly SlideRecord[] {
  const select = `${selectSlides} WHERE slides.sha256 = ? ORDER BY slides.rowid`;
  return translating(db, 'list the copies of a slide', () =>
    readRows(rowSchema, prepare(db, select).all(sha256)),
  );
}

/** The slides that have lain at a path, oldest first: each content is one. */
export function listSlidesAt(db: Db, path: string): readonly SlideRecord[] {
  const select = `${selectSlides} WHERE slides.path = ? ORDER BY slides.rowid`;
  return translating(db, 'list the slides of a path', () =>
    readRows(rowSchema, prepare(db, select).all(path)),
  );
}

/** Scanned slides that a slide of this name or of this size may be. */
export function listScannedLike(
  db: Db,
  { name, sizeBytes }: { readonly name: string; readonly sizeBytes: number },
): readonly SlideRecord[] {
  const select = `${selectSlides} WHERE slides.name = ? OR slides.size_bytes = ? ORDER BY slides.rowid`;
  return translating(db, 'list the slides of a name or size', () =>
    readRows(rowSchema, prepare(db, select).all(name, sizeBytes)).filter(
      ({ currentScan }) => currentScan !== undefined,
    ),
  );
}

/** The slide that a person means: an id, path, name or the beginning of one, when it is the only such.
 *  @throws LabError 'slide-unknown' | 'argument-invalid' when several could be meant */
export function findSlide(db: Db, wanted: string): SlideRecord {
  return matchSlide(listSlides(db), wanted);
}

/** @throws LabError 'slide-unknown' */
export function readSlide(db: Db, slideId: SlideId): SlideRecord {
  const row = translating(db, 'read the slide', () =>
    prepare(db, `${selectSlides} WHERE slides.id = ?`).get(slideId),
  );
  if (row !== undefined) return readRow(rowSchema, row);
  throw new LabError('slide-unknown', `There is no slide ${slideId} in this database. Scan it first.`, {
    slideId,
  });
}
