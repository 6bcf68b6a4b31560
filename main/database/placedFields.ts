import { type FieldOnSlide, placeFields } from '../domain/placeFields.ts';
import type { ScanId } from '../domain/scan.ts';
import type { Db } from './db.ts';
import { listFields } from './scans.ts';

/** Scans whose fields are kept at hand: a whole slide has thousands, and every label asks for them. */
const mostScans = 4;
const kept = new WeakMap<Db, Map<ScanId, readonly FieldOnSlide[]>>();

/** The fields of a stored scan on their slide. They never change. */
export function listPlaced(db: Db, scanId: ScanId): readonly FieldOnSlide[] {
  const scans = kept.get(db) ?? new Map<ScanId, readonly FieldOnSlide[]>();
  kept.set(db, scans);
  const known = scans.get(scanId);
  if (known !== undefined) return known;
  const placed = placeFields(listFields(db, scanId).fields);
  // what is read within a transaction may never be stored
  if (db.inTransaction) return placed;
  for (const oldest of [...scans.keys()].slice(0, Math.max(0, scans.size + 1 - mostScans)))
    scans.delete(oldest);
  scans.set(scanId, placed);
  return placed;
}
