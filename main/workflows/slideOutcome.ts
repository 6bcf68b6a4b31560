import { listScanCells } from '../database/cells.ts';
import type { Db } from '../database/open.ts';
import { listFields } from '../database/scans.ts';
import { computeDifferential, type Differential } from '../domain/differential.ts';
import { countedClass } from '../domain/reviewedCell.ts';
import type { ScanId } from '../domain/scan.ts';
import type { FieldFailure, SlideEntry, SlideId } from '../domain/slide.ts';
import type { SlideFailure } from '../domain/slideRecord.ts';

/** What a scan came to for one slide. */
export type SlideOutcome = ScannedSlide | FailedSlide;

export interface ScannedSlide {
  readonly state: 'scanned' | 'already-scanned';
  readonly entry: SlideEntry;
  readonly slideId: SlideId;
  readonly sha256: string;
  /** fields that were read */
  readonly fieldCount: number;
  readonly fieldFailures: readonly FieldFailure[];
  readonly cellCount: number;
  /** from the current verdicts: reviews of earlier scans count */
  readonly differential: Differential;
}

export interface FailedSlide {
  readonly state: 'failed';
  readonly entry: SlideEntry;
  /** undefined when the slide's content could not be read */
  readonly sha256: string | undefined;
  readonly failure: SlideFailure;
}

/** A stored scan as an outcome. */
export function readScannedSlide(
  db: Db,
  slide: Pick<ScannedSlide, 'state' | 'entry' | 'slideId' | 'sha256'>,
  scanId: ScanId,
): ScannedSlide {
  const { fields, failures } = listFields(db, scanId);
  const cells = listScanCells(db, scanId);
  return {
    ...slide,
    fieldCount: fields.length,
    fieldFailures: failures,
    cellCount: cells.length,
    differential: computeDifferential(cells.flatMap((cell) => countedClass(cell) ?? [])),
  };
}
