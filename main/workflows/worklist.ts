import type { Db } from '../database/open.ts';
import {
  cancelWaitingScans,
  setScanPriority,
  wantScansStopped,
  writeQueuePaused,
} from '../database/scanJobs.ts';
import { readSettings } from '../database/settings.ts';
import { findSlide } from '../database/slides.ts';
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

/** Whether further scans are begun, by whichever program scans. */
export function pauseQueue(db: Db, isPaused: boolean): void {
  writeQueuePaused(db, isPaused);
}

/** Takes slides out of the queue; one that is being scanned is stopped by the program that scans it. */
export function cancelScans(db: Db, slideIds: readonly SlideId[]): void {
  cancelWaitingScans(db, slideIds);
  wantScansStopped(db, slideIds);
}

/** The slides that a person named. @throws LabError 'slide-unknown' | 'argument-invalid' when several could be meant */
export function findSlides(db: Db, wanted: readonly string[]): readonly SlideId[] {
  return wanted.map((one) => findSlide(db, one).id);
}
