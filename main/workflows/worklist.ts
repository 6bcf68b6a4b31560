import type { Db } from '../database/open.ts';
import { setScanPriority } from '../database/scanJobs.ts';
import { readSettings } from '../database/settings.ts';
import type { CellGoal } from '../domain/scan.ts';
import type { SlideId } from '../domain/slide.ts';
import type { ScanPriority } from '../domain/worklist.ts';

export { listWorklist } from '../database/worklist.ts';

/** Of slides that wait or are being scanned; the others stay as they are. */
export function changePriority(db: Db, slideIds: readonly SlideId[], priority: ScanPriority): void {
  setScanPriority(db, slideIds, priority);
}

/** Cells at which new scans stop by the lab's settings; undefined: they look at everything. */
export function readDefaultGoal(db: Db): CellGoal | undefined {
  const { cellGoal } = readSettings(db);
  return cellGoal === 0 ? undefined : cellGoal;
}
