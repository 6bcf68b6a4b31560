/** A camera image to decode. */
export interface FieldFile {
  readonly name: string;
  readonly path: string;
  /** upright, by its header */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly isJpeg: boolean;
}
