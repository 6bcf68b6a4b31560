import type { PixelSize } from './pixelSize.ts';
import type { Field, SlideKind } from './slide.ts';

/** Which reader of `main/slides` a slide belongs to. */
export type SlideFormat =
  | 'field-folder'
  | 'image'
  | 'tiled-tiff'
  | 'ome-tiff'
  | 'aperio'
  | 'dicom'
  /** every other whole-slide format that OpenSlide reads; `vendor` says which */
  | 'openslide';

/** One resolution of a slide; 0 is the full one. */
export interface SlideLevel {
  readonly widthPx: number;
  readonly heightPx: number;
  /** full-resolution pixels per pixel of this level, 1 or more */
  readonly downsample: number;
  /** tiles that the file is stored in; of what has none, the size that reads best */
  readonly tileWidthPx: number;
  readonly tileHeightPx: number;
}

/** A picture in the slide's file that is not the smear at some resolution: label, macro, thumbnail … */
export interface AssociatedImage {
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A camera image where it lies on the slide's contact grid, full-resolution slide pixels. */
export interface PlacedField extends Field {
  readonly xPx: number;
  readonly yPx: number;
  /** why its header could not be read; its place on the grid is kept empty */
  readonly failure: { readonly code: string; readonly message: string } | undefined;
}

/** What is known of a slide once it is opened; nothing of it needs its pixels. */
export interface SlideInfo {
  readonly name: string;
  readonly kind: SlideKind;
  readonly format: SlideFormat;
  /** of the scanner, as OpenSlide names them: aperio, hamamatsu, mirax, generic-tiff …; undefined for images */
  readonly vendor: string | undefined;
  /** full resolution; of a folder of fields the whole contact grid */
  readonly widthPx: number;
  readonly heightPx: number;
  /** finest first; at least one */
  readonly levels: readonly SlideLevel[];
  /** as the file says (origin 'file'); undefined when it says nothing or nothing plausible */
  readonly pixelSize: PixelSize | undefined;
  /** 20 for a 20x objective; undefined when the file does not say */
  readonly objectivePower: number | undefined;
  readonly associatedImages: readonly AssociatedImage[];
  readonly hasIccProfile: boolean;
  /** camera images, each scanned as one field; undefined for one continuous plane, scanned by regions */
  readonly fields: readonly PlacedField[] | undefined;
}

/** A rectangle of a level, in pixels of that level. It may reach beyond the level: white is there. */
export interface SlideRegion {
  readonly level: number;
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}
