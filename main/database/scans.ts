import { z } from 'zod';
import type { ClassifiedCell } from '../domain/cell.ts';
import { type EngineChoice, type EngineName, precisionOf } from '../domain/engine.ts';
import type { ModelId } from '../domain/ids.ts';
import { LabError } from '../domain/labError.ts';
import type { PixelSize } from '../domain/pixelSize.ts';
import {
  type CellGoal,
  cellGoals,
  type FieldKind,
  type LeftOutField,
  reachesGoal,
  type Scan,
  type ScanId,
  type ScannedField,
  type ScannedFields,
} from '../domain/scan.ts';
import type { FieldFailure, SlideId } from '../domain/slide.ts';
import type { Db } from './db.ts';
import { pixelSizeColumns, pixelSizeOf } from './pixelSizeColumns.ts';
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
  readonly fieldKind: FieldKind;
  readonly fields: readonly ScannedField[];
  readonly failures: readonly FieldFailure[];
  readonly leftOut: readonly LeftOutField[];
  readonly cells: readonly ClassifiedCell[];
  readonly redCellDiameterPx: number | undefined;
  readonly pixelSize: PixelSize | undefined;
  readonly cellGoal: CellGoal | undefined;
  readonly candidateFieldCount: number | undefined;
  readonly warnings: readonly string[];
  readonly engine: EngineName | undefined;
}

/** Valid JSON by a CHECK of the table. */
const warningsSchema = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(z.string()));

const rowSchema = z
  .object({
    id: z.int(),
    slide_id: z.string(),
    model_id: z.string(),
    program_version: z.string(),
    started_at: z.string(),
    finished_at: z.string(),
    duration_ms: z.number(),
    cell_count: z.int(),
    ...pixelSizeColumns,
    cell_goal: z.literal(cellGoals).nullable(),
    candidate_field_count: z.int().nullable(),
    warnings: warningsSchema.nullable(),
    engine: z.string().nullable(),
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
      pixelSize: pixelSizeOf(row),
      fieldKind: row.field_kind ?? 'camera-image',
      cellGoal: row.cell_goal ?? undefined,
      candidateFieldCount: row.candidate_field_count ?? undefined,
      warnings: row.warnings ?? [],
      engine: row.engine ?? undefined,
      cellCount: row.cell_count,
    }),
  );

const fieldSchema = z
  .object({
    field_index: z.int(),
    name: z.string(),
    width_px: z.int(),
    height_px: z.int(),
    x_px: z.number().nullable(),
    y_px: z.number().nullable(),
    focus_score: z.number().nullable(),
  })
  .transform(
    (row): ScannedField => ({
      fieldIndex: row.field_index,
      name: row.name,
      widthPx: row.width_px,
      heightPx: row.height_px,
      xPx: row.x_px ?? undefined,
      yPx: row.y_px ?? undefined,
      focusScore: row.focus_score ?? undefined,
    }),
  );

const leftOutSchema = z
  .object({
    name: z.string(),
    x_px: z.number(),
    y_px: z.number(),
    width_px: z.int(),
    height_px: z.int(),
    reason: z.literal('out-of-focus'),
    focus_score: z.number(),
  })
  .transform(
    (row): LeftOutField => ({
      name: row.name,
      xPx: row.x_px,
      yPx: row.y_px,
      widthPx: row.width_px,
      heightPx: row.height_px,
      reason: row.reason,
      focusScore: row.focus_score,
    }),
  );

const failureSchema = z.object({ name: z.string(), code: z.string(), message: z.string() });

/** The newest finished scan of a slide by a model version, when it has what is wanted; undefined when the slide has
 *  still to be scanned. A slide is one content, so an unchanged slide with such a scan is done. A scan that stopped
 *  at fewer cells than are wanted is not enough, unless it had no more to look at; nor is one by another scale or
 *  engine than a person gives now. */
export function findFinishedScan(db: Db, wanted: WantedScan): Scan | undefined {
  const newest = listScans(db, wanted.slideId).findLast((scan) => scan.modelId === wanted.modelId);
  if (newest === undefined) return undefined;
  const isEnough = hasScale(newest, wanted) && hasCells(newest, wanted) && hasEngine(newest, wanted);
  return isEnough ? newest : undefined;
}

/** What a scan must be to spare another one. */
export interface WantedScan {
  readonly slideId: SlideId;
  readonly modelId: ModelId;
  readonly cellGoal: CellGoal | undefined;
  /** by hand; undefined: any scale will do */
  readonly pixelSizeUm: number | undefined;
  readonly redCellDiameterPx: number | undefined;
  /** 'auto' or undefined: what computed the classes does not matter */
  readonly engine?: EngineChoice | undefined;
}

/** A pixel size by hand is for slides whose file has none. */
function hasScale(scan: Scan, { pixelSizeUm, redCellDiameterPx }: WantedScan): boolean {
  if (redCellDiameterPx !== undefined && scan.redCellDiameterPx !== redCellDiameterPx) return false;
  if (pixelSizeUm === undefined || scan.pixelSize?.origin === 'file') return true;
  return scan.pixelSize?.origin === 'manual' && scan.pixelSize.xUm === pixelSizeUm;
}

/** A scan with fewer cells than its goal has looked at everything. */
function hasCells(scan: Scan, { cellGoal }: WantedScan): boolean {
  return reachesGoal(scan.cellGoal, cellGoal) || scan.cellCount < (scan.cellGoal ?? 0);
}

/** Scans by a program that noted no engine were computed in float32. */
function hasEngine(scan: Scan, { engine = 'auto' }: WantedScan): boolean {
  return engine === 'auto' || precisionOf(scan.engine ?? '') === engine;
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

/** The fields of a scan: those searched by index, those that could not be read and those left out by name. */
export function listFields(db: Db, scanId: ScanId): ScannedFields {
  const select = (columns: string, from: string) =>
    prepare(db, `SELECT ${columns} FROM ${from} WHERE scan_id = ? ORDER BY 1`).all(scanId);
  return translating(db, 'list the fields', () => ({
    fields: readRows(
      fieldSchema,
      select('field_index, name, width_px, height_px, x_px, y_px, focus_score', 'fields'),
    ),
    failures: readRows(failureSchema, select('name, code, message', 'field_failures')),
    leftOut: readRows(
      leftOutSchema,
      select('name, x_px, y_px, width_px, height_px, reason, focus_score', 'left_out_fields'),
    ),
  }));
}
