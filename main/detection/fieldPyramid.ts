import type { PixelBox } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { resampleWindow } from '../domain/resample.ts';
import { halveField } from './halveField.ts';

/** A field and its halves, quarters …, each made when first wanted: a large field is then read whole once, not
 *  once for each scale that is tried. */
export interface FieldPyramid {
  readonly widthPx: number;
  readonly heightPx: number;
  /** @param window in field pixels
   *  @returns the window at that size, from the coarsest level that still has as many pixels */
  resample(window: PixelBox, size: { readonly widthPx: number; readonly heightPx: number }): RgbRaster;
}

export function createFieldPyramid(field: RgbRaster): FieldPyramid {
  const levels: RgbRaster[] = [field];
  const levelAt = (level: number): RgbRaster => {
    let coarsest = levels.at(-1) ?? field;
    while (levels.length <= level && Math.min(coarsest.widthPx, coarsest.heightPx) >= 2) {
      coarsest = halveField(coarsest);
      levels.push(coarsest);
    }
    return levels[Math.min(level, levels.length - 1)] ?? field;
  };
  return {
    widthPx: field.widthPx,
    heightPx: field.heightPx,
    resample: (window, size) => {
      const shrink = Math.min(window.widthPx / size.widthPx, window.heightPx / size.heightPx);
      const level = Math.max(0, Math.floor(Math.log2(Math.max(shrink, 1e-6))));
      const raster = levelAt(level);
      // levels are exact powers of two: an odd last row is left out, not squeezed in
      const factor = raster === field ? 1 : 2 ** Math.min(level, levels.length - 1);
      const inLevel = {
        xPx: window.xPx / factor,
        yPx: window.yPx / factor,
        widthPx: window.widthPx / factor,
        heightPx: window.heightPx / factor,
      };
      return resampleWindow(raster, inLevel, size);
    },
  };
}
