import type { ModelId } from './ids.ts';
import type { Field, FieldFailure, SlideId } from './slide.ts';

export type ScanId = string & { readonly __brand: 'ScanId' };

/** One finished scan of a slide by one model version. Times are ISO 8601 in UTC. */
export interface Scan {
  readonly id: ScanId;
  readonly slideId: SlideId;
  readonly modelId: ModelId;
  readonly programVersion: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
  /** median width of a red cell in field pixels; undefined when none could be measured */
  readonly redCellDiameterPx: number | undefined;
  /** cells of the scan, those kept from an earlier scan for their review among them */
  readonly cellCount: number;
}

/** The fields of one scan, read and failed. */
export interface ScannedFields {
  readonly fields: readonly Field[];
  readonly failures: readonly FieldFailure[];
}
