import { z } from 'zod';
import type { JudgingModel } from '../domain/cellTable.ts';
import type { ScanId } from '../domain/scan.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow } from './readRows.ts';

const rowSchema = z
  .object({
    full_name: z.string(),
    engine: z.string().nullable(),
    is_calibrated: z.int(),
    measures_strangeness: z.int(),
  })
  .transform(
    (row): JudgingModel => ({
      fullName: row.full_name,
      engine: row.engine ?? undefined,
      isCalibrated: row.is_calibrated === 1,
      measuresStrangeness: row.measures_strangeness === 1,
    }),
  );

/** Scans whose model is kept at hand: every label asks for it, and it never changes. */
const mostScans = 4;
const kept = new WeakMap<Db, Map<ScanId, JudgingModel>>();

/** What judged the cells of a stored scan, as the model's card said when it was registered. */
export function readJudgingModel(db: Db, scanId: ScanId): JudgingModel {
  const scans = kept.get(db) ?? new Map<ScanId, JudgingModel>();
  kept.set(db, scans);
  const known = scans.get(scanId);
  if (known !== undefined) return known;
  const select = `SELECT models.name || '-' || models.version AS full_name, scans.engine,
      json_extract(models.card, '$.calibration') IS NOT NULL AS is_calibrated,
      json_extract(models.card, '$.familiarity') IS NOT NULL AS measures_strangeness
    FROM scans JOIN models ON models.id = scans.model_id WHERE scans.id = ?`;
  const model = readRow(rowSchema, prepare(db, select).get(scanId));
  // what is read within a transaction may never be stored
  if (db.inTransaction) return model;
  for (const oldest of [...scans.keys()].slice(0, Math.max(0, scans.size + 1 - mostScans)))
    scans.delete(oldest);
  scans.set(scanId, model);
  return model;
}
