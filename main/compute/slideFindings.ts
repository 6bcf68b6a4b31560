import type { ClassifiedCell } from '../domain/cell.ts';
import type { FieldKind, LeftOutField, ScannedField } from '../domain/scan.ts';
import type { FieldFailure } from '../domain/slide.ts';
import type { Ruler } from './chooseRuler.ts';

/** What the search of a slide came to, whichever way it was searched. */
export interface SlideFindings {
  readonly fieldKind: FieldKind;
  readonly ruler: Ruler;
  readonly fields: readonly ScannedField[];
  readonly failures: readonly FieldFailure[];
  readonly leftOut: readonly LeftOutField[];
  readonly cells: readonly ClassifiedCell[];
  readonly candidateFieldCount: number;
  readonly warnings: readonly string[];
  /** spent on reading and decoding fields */
  readonly decodeMs: number;
}
