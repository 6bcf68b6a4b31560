import type { CellMaps } from '../domain/cellMaps.ts';
import type { RgbRaster } from '../domain/raster.ts';

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
