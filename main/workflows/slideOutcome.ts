import type { Db } from '../database/open.ts';
import { listFields, readScan } from '../database/scans.ts';
import { readSettings } from '../database/settings.ts';
import { readStandingSums, tallyOf } from '../database/tallies.ts';
import { computeDifferentialOfCounts, type Differential } from '../domain/differential.ts';
import type { EngineName } from '../domain/engine.ts';
import { isBlastBySettings } from '../domain/isBlastBySettings.ts';
import type { PixelSize } from '../domain/pixelSize.ts';
import type { CellGoal, FieldKind, ScanId } from '../domain/scan.ts';
import type { FieldFailure, SlideEntry, SlideId } from '../domain/slide.ts';
import type { SlideFailure } from '../domain/slideRecord.ts';

/** What a scan came to for one slide. */
export type SlideOutcome = ScannedSlide | FailedSlide;

export interface ScannedSlide {
  readonly state: 'scanned' | 'already-scanned';
  readonly entry: SlideEntry;
  readonly slideId: SlideId;
  readonly sha256: string;
  readonly fieldKind: FieldKind;
  /** fields that were searched */
  readonly fieldCount: number;
  /** fields that were read but too blurred to be searched */
  readonly leftOutCount: number;
  /** fields that a scan without a goal would have looked at; undefined of scans by a program before 0.2 */
  readonly candidateFieldCount: number | undefined;
  readonly fieldFailures: readonly FieldFailure[];
  /** cells that are there now: drawn ones count, deleted ones do not */
  readonly cellCount: number;
  /** undefined: the scan looked at everything */
  readonly cellGoal: CellGoal | undefined;
  readonly pixelSize: PixelSize | undefined;
  readonly warnings: readonly string[];
  /** what computed the classes; undefined of scans by a program before 0.4 */
  readonly engine: EngineName | undefined;
  /** from the current verdicts: reviews of earlier scans count; blast-like is what the lab's settings say */
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
  const { fields, failures, leftOut } = listFields(db, scanId);
  const { fieldKind, candidateFieldCount, cellGoal, pixelSize, warnings, engine } = readScan(db, scanId);
  const { classes } = readSettings(db);
  const isBlast = isBlastBySettings(classes);
  const standings = readStandingSums(db, scanId);
  return {
    ...slide,
    ...{ fieldKind, candidateFieldCount, cellGoal, pixelSize, warnings, engine },
    fieldCount: fields.length,
    fieldFailures: failures,
    leftOutCount: leftOut.length,
    cellCount: standings.reduce((sum, standing) => sum + standing.cellCount, 0),
    differential: computeDifferentialOfCounts(tallyOf(standings, isBlast).counts, isBlast),
  };
}
