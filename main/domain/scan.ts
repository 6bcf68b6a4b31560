import type { EngineName } from './engine.ts';
import type { ModelId } from './ids.ts';
import type { PixelSize } from './pixelSize.ts';
import type { Field, FieldFailure, SlideId } from './slide.ts';

export type ScanId = string & { readonly __brand: 'ScanId' };

/** At how many cells a scan may stop. The field in which they are reached is finished, so it finds at least so
 *  many; a scan without a goal looks at everything. */
export const cellGoals = [100, 200, 400, 500] as const;
export type CellGoal = (typeof cellGoals)[number];

/** What the fields of a scan are: each an image of its own, or regions of one continuous picture of a slide. */
export type FieldKind = 'camera-image' | 'region';

/** A field that was searched for cells. Cells are in its pixels. */
export interface ScannedField extends Field {
  /** of its upper left corner, full-resolution slide pixels; undefined of scans by a program before 0.2 */
  readonly xPx: number | undefined;
  readonly yPx: number | undefined;
  /** 0..1, 0.5 where blur begins to cost cells and classes; undefined of scans by a program before 0.2 */
  readonly focusScore: number | undefined;
}

/** A field that was read but not searched. Full-resolution slide pixels. */
export interface LeftOutField {
  readonly name: string;
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly reason: 'out-of-focus';
  readonly focusScore: number;
}

/** One finished scan of a slide by one model version. Times are ISO 8601 in UTC. */
export interface Scan {
  readonly id: ScanId;
  readonly slideId: SlideId;
  readonly modelId: ModelId;
  readonly programVersion: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
  /** width of a red cell in full-resolution pixels, the scan's ruler; undefined when none could be measured */
  readonly redCellDiameterPx: number | undefined;
  /** undefined when it is not known, as of scans by a program before 0.2 */
  readonly pixelSize: PixelSize | undefined;
  readonly fieldKind: FieldKind;
  /** undefined: the scan looked at everything */
  readonly cellGoal: CellGoal | undefined;
  /** fields that the scan would have looked at without a goal; undefined of scans by a program before 0.2 */
  readonly candidateFieldCount: number | undefined;
  /** what a person should know of the scan, one sentence or two each */
  readonly warnings: readonly string[];
  /** what computed the classes; undefined of scans by a program before 0.4, which knew float32 only */
  readonly engine: EngineName | undefined;
  /** cells of the scan, those kept from an earlier scan for their review among them */
  readonly cellCount: number;
}

/** The fields of one scan: searched, failed, left out. */
export interface ScannedFields {
  readonly fields: readonly ScannedField[];
  /** of a region only the damaged part; the rest of it is among the fields */
  readonly failures: readonly FieldFailure[];
  readonly leftOut: readonly LeftOutField[];
}

/** Whether a scan with one goal has all that a scan with another would find. */
export function reachesGoal(had: CellGoal | undefined, wanted: CellGoal | undefined): boolean {
  return had === undefined || (wanted !== undefined && had >= wanted);
}
