import type { PixelBox } from './cell.ts';
import type { RgbRaster } from './raster.ts';

/** A part of an image, copied.
 *  @param box in whole pixels, inside the image
 *  @throws RangeError when it reaches beyond */
export function cutRaster(image: RgbRaster, { xPx, yPx, widthPx, heightPx }: PixelBox): RgbRaster {
  const fits = xPx >= 0 && yPx >= 0 && xPx + widthPx <= image.widthPx && yPx + heightPx <= image.heightPx;
  if (!fits) throw new RangeError(`No part of ${widthPx} x ${heightPx} at ${xPx}, ${yPx} in the image`);
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1) {
    const from = ((yPx + y) * image.widthPx + xPx) * 3;
    data.set(image.data.subarray(from, from + widthPx * 3), y * widthPx * 3);
  }
  return { widthPx, heightPx, data };
}
