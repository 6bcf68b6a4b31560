/** Pixels of an image or a part of one: 8-bit sRGB, row by row, three bytes a pixel, no padding. */
export interface RgbRaster {
  readonly widthPx: number;
  readonly heightPx: number;
  /** uint8 [heightPx, widthPx, 3], RGB */
  readonly data: Uint8Array;
}
