import type { PixelBox } from '../domain/cell.ts';

/** A label of a dataset as its annotation says it, before its class is known to be one of the lab's. */
export interface FoundLabel {
  readonly className: string;
  /** undefined: the label is of the whole picture */
  readonly box: FoundBox | undefined;
  /** of the annotation file, from 1; undefined where the format has no lines that people count */
  readonly line: number | undefined;
}

/** Upper left corner and size; a fraction is of the picture's width or height. Not yet judged: may be anything. */
export interface FoundBox extends PixelBox {
  readonly unit: 'px' | 'fraction';
}

/** What of an annotation cannot be read, for people. */
export interface AnnotationFault {
  readonly line: number | undefined;
  readonly message: string;
}

/** Labels of one annotation file of one picture, and what of it was damaged. */
export interface FoundLabels {
  readonly labels: readonly FoundLabel[];
  readonly faults: readonly AnnotationFault[];
}
