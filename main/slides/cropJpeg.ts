import type { PixelBox } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { sharp } from './sharpLibrary.ts';

/** Longest edge of a crop before it is scaled: far beyond any cell, so that a wrong box cannot eat memory. */
const longestEdgePx = 8192;

/** A square picture of a cell for a gallery: the box, widened to a square about its centre, at sizePx by sizePx.
 *  What lies beyond the field is white: a picture for people shows nothing that was not seen.
 *  @param box in pixels of `pixels`; may be fractional and may reach beyond it
 *  @returns bytes of a JPEG file, quality 90, 4:4:4 */
export async function cropJpeg(pixels: RgbRaster, box: PixelBox, sizePx: number): Promise<Buffer> {
  const square = cutSquare(pixels, box);
  const raw = { width: square.widthPx, height: square.heightPx, channels: 3 } as const;
  return sharp(square.data, { raw })
    .resize(sizePx, sizePx, { fit: 'fill', kernel: 'cubic' })
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

/** The smallest square of whole pixels about a box's centre that holds the box; white beyond the image. */
export function cutSquare(pixels: RgbRaster, box: PixelBox): RgbRaster {
  const edgePx = Math.max(1, Math.ceil(Math.max(box.widthPx, box.heightPx)));
  if (!(edgePx <= longestEdgePx)) throw new RangeError(`A crop of ${edgePx} px is no crop of a cell`);
  const left = Math.round(box.xPx + box.widthPx / 2 - edgePx / 2);
  const top = Math.round(box.yPx + box.heightPx / 2 - edgePx / 2);
  const data = new Uint8Array(edgePx * edgePx * 3).fill(255);
  const firstColumn = Math.max(0, left);
  const lastColumn = Math.min(pixels.widthPx, left + edgePx);
  if (firstColumn < lastColumn) {
    for (let y = Math.max(0, top); y < Math.min(pixels.heightPx, top + edgePx); y += 1) {
      const from = (y * pixels.widthPx + firstColumn) * 3;
      const row = pixels.data.subarray(from, from + (lastColumn - firstColumn) * 3);
      data.set(row, ((y - top) * edgePx + firstColumn - left) * 3);
    }
  }
  return { widthPx: edgePx, heightPx: edgePx, data };
}
