import type { RgbRaster } from '../domain/raster.ts';
import type { SlideInfo, SlideLevel, SlideRegion } from '../domain/slideInfo.ts';

/** Most pixels that a region may have: 192 MB as RGB. */
const regionPixelLimit = 64e6;

/** The level that a region is of, once the region is found fit to be read.
 *  @throws RangeError, a bug of the caller, when there is no such level or the region is empty, fractional or
 *  larger than 64 megapixels */
export function levelOfRegion({ name, levels }: SlideInfo, region: SlideRegion): SlideLevel {
  const level = levels[region.level];
  if (level === undefined)
    throw new RangeError(`${name} has ${levels.length} levels, no number ${region.level}`);
  const { xPx, yPx, widthPx, heightPx } = region;
  const isWhole = [xPx, yPx, widthPx, heightPx].every(Number.isSafeInteger);
  if (isWhole && widthPx > 0 && heightPx > 0 && widthPx * heightPx <= regionPixelLimit) return level;
  throw new RangeError(`A region of ${widthPx} x ${heightPx} at ${xPx}, ${yPx} cannot be read`);
}

/** A raster of nothing: white, as an empty field is. */
export function createWhiteRaster(widthPx: number, heightPx: number): RgbRaster {
  return { widthPx, heightPx, data: new Uint8Array(widthPx * heightPx * 3).fill(255) };
}

/** Copies an image into another; what would lie beyond the other is left out.
 *  @param at where its upper left pixel comes to lie; may be negative */
export function pasteIntoRaster(
  whole: RgbRaster,
  part: RgbRaster,
  at: { readonly xPx: number; readonly yPx: number },
): void {
  const firstColumn = Math.max(0, -at.xPx);
  const lastColumn = Math.min(part.widthPx, whole.widthPx - at.xPx);
  if (firstColumn >= lastColumn) return;
  const lastRow = Math.min(part.heightPx, whole.heightPx - at.yPx);
  for (let y = Math.max(0, -at.yPx); y < lastRow; y += 1) {
    const from = (y * part.widthPx + firstColumn) * 3;
    const row = part.data.subarray(from, from + (lastColumn - firstColumn) * 3);
    whole.data.set(row, ((at.yPx + y) * whole.widthPx + at.xPx + firstColumn) * 3);
  }
}
