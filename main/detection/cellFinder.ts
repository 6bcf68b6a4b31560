import type { RgbRaster } from '../domain/raster.ts';

/** What the detector network says of an image whose red cells are about `redCellPx` wide.
 *  Maps are float32 row-major [heightCells, widthCells]; one map cell covers stridePx by stridePx pixels. */
export interface CellMaps {
  readonly widthCells: number;
  readonly heightCells: number;
  readonly stridePx: number;
  /** probability that a white cell (red cell) is centred here, 0..1 */
  readonly whiteCell: Float32Array;
  readonly redCell: Float32Array;
  /** box of the object centred here, in network pixels; [heightCells, widthCells, 4]: left, top, right, bottom
   *  distances from the centre of the map cell */
  readonly whiteCellBox: Float32Array;
  readonly redCellBox: Float32Array;
}

/** The detector network as detection sees it. Implemented in network/, injected by compute. */
export interface CellFinder {
  /** width of a red cell, in network pixels, at the scale the network was trained at */
  readonly redCellPx: number;
  /** least score of a white cell, 0..1: best F1 on fields held out of the detector's training */
  readonly scoreThreshold: number;
  /** Several images may be under way at once.
   *  @param image at the network's scale; any size of at least one pixel */
  findCells(image: RgbRaster): Promise<CellMaps>;
}
