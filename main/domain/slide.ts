export type SlideId = string & { readonly __brand: 'SlideId' };

/** A slide is one digitised smear: one file (an image or a whole-slide scan), a folder of camera fields, or the
 *  DICOM files of one series (a folder of them, or the first of several that lie among other slides). */
export type SlideKind = 'image-file' | 'field-folder' | 'dicom-series';

/** One camera image of a slide. */
export interface Field {
  readonly fieldIndex: number;
  /** file name relative to the slide; for an image file the file's own name */
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** An entry of a scanned folder that looks like a slide; nothing of it has been decoded yet. */
export interface SlideEntry {
  readonly name: string;
  readonly path: string;
  readonly kind: SlideKind;
}

/** A field that could not be read, and why. The slide's other fields are scanned. */
export interface FieldFailure {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}
