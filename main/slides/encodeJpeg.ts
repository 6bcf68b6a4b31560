import type { RgbRaster } from '../domain/raster.ts';
import { sharp } from './sharpLibrary.ts';

/** From this quality on colour is kept at full resolution: below it the eye does not miss it and a tile is half the
 *  size. */
const fullColourQuality = 90;

/** An image for the screen. Made for speed: Huffman tables are the standard's, not the image's own.
 *  @param quality 1..100
 *  @returns bytes of a JPEG file */
export function encodeJpeg({ data, widthPx, heightPx }: RgbRaster, quality: number): Promise<Uint8Array> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({
      quality,
      optimiseCoding: false,
      chromaSubsampling: quality >= fullColourQuality ? '4:4:4' : '4:2:0',
    })
    .toBuffer();
}
