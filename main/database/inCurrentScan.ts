import type { ScanId } from '../domain/scan.ts';
import type { SlideId } from '../domain/slide.ts';
import type { Db } from './db.ts';
import { requireCurrentScan } from './requireCurrentScan.ts';
import { inTransaction } from './transaction.ts';

/** Changes cells of a slide's newest scan in one transaction: no scan comes between.
 *  @throws as requireCurrentScan and inTransaction */
export function inCurrentScan<Result>(db: Db, slideId: SlideId, work: (scanId: ScanId) => Result): Result {
  return inTransaction(db, 'change cells', () => work(requireCurrentScan(db, slideId)));
}
