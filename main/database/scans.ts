import { z } from 'zod';
import type { ClassifiedCell } from '../domain/cell.ts';
import type { ModelId } from '../domain/ids.ts';
import { LabError } from '../domain/labError.ts';
import type { Scan, ScanId, ScannedFields } from '../domain/scan.ts';
import type { Field, FieldFailure, SlideId } from '../domain/slide.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow, readRows } from './readRows.ts';
import { translating } from './transaction.ts';

/** A finished scan as the compute process gives it: spread a ScanSlideResult into it. */
export interface NewScan {
  readonly slideId: SlideId;
  readonly modelId: ModelId;
  readonly programVersion: string;
  /** ISO 8601 in UTC */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly fields: readonly Field[];
  readonly failures: readonly FieldFailure[];
  readonly cells: readonly ClassifiedCell[];
  readonly redCellDiameterPx: number | undefined;
}

const rowSchema = z
  .object({
    id: z.int(),
    slide_id: z.string(),
    model_id: z.string(),
    program_version: z.string(),
    started_at: z.string(),
    finished_at: z.string(),
    duration_ms: z.number(),
    red_cell_diameter_px: z.number().nullable(),
    cell_count: z.int(),
  })
  .transform(
    (row): Scan => ({
      id: String(row.id) as ScanId,
      slideId: row.slide_id as SlideId,
      modelId: row.model_id as ModelId,
      programVersion: row.program_version,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      durationMs: row.duration_ms,
      redCellDiameterPx: row.red_cell_diameter_px ?? undefined,
      cellCount: row.cell_count,
    }),
  );

const fieldSchema = z
  .object({ field_index: z.int(), name: z.string(), width_px: z.int(), height_px: z.int() })
  .transform(
    (row): Field => ({
      fieldIndex: row.field_index,
      name: row.name,
      widthPx: row.width_px,
      heightPx: row.height_px,
    }),
  );

const failureSchema = z.object({ name: z.string(), code: z.string(), message: z.string() });

/** The newest finished scan of a slide by a model version; undefined when it has still to be done. A slide is
 *  one content, so an unchanged slide with a finished scan is done. */
export function findFinishedScan(db: Db, slideId: SlideId, modelId: ModelId): Scan | undefined {
  return listScans(db, slideId).findLast((scan) => scan.modelId === modelId);
}

/** Every finished scan of a slide, oldest first; the last is the current one. */
export function listScans(db: Db, slideId: SlideId): readonly Scan[] {
  return translating(db, 'list the scans', () =>
    readRows(rowSchema, prepare(db, 'SELECT * FROM scans WHERE slide_id = ? ORDER BY id').all(slideId)),
  );
}

/** @throws LabError 'argument-invalid' when there is none of that id */
export function readScan(db: Db, scanId: ScanId): Scan {
  const row = translating(db, 'read the scan', () =>
    prepare(db, 'SELECT * FROM scans WHERE id = ?').get(scanId),
  );
  if (row !== undefined) return readRow(rowSchema, row);
  throw new LabError('argument-invalid', `There is no scan ${scanId} in this database.`, { scanId });
}

/** The fields that a scan read, by index, and those that it could not read. */
export function listFields(db: Db, scanId: ScanId): ScannedFields {
  return translating(db, 'list the fields', () => ({
    fields: readRows(
      fieldSchema,
      prepare(db, 'SELECT * FROM fields WHERE scan_id = ? ORDER BY field_index').all(scanId),
    ),
    failures: readRows(
      failureSchema,
      prepare(db, 'SELECT name, code, message FROM field_failures WHERE scan_id = ? ORDER BY name').all(
        scanId,
      ),
    ),
  }));
}
