import type { PixelBox } from '../domain/cell.ts';

/** A label as it stands in a file. */
export interface LabelInFile {
  /** full-resolution pixels: of the field where one is named, else of the slide */
  readonly box: PixelBox;
  readonly fieldName: string | undefined;
  /** as it is written; empty when the file gives none */
  readonly className: string;
}
