import type { RgbRaster } from '../domain/raster.ts';
import { sharp } from './sharpLibrary.ts';
import { loadTurboJpeg } from './turboJpeg.ts';

/** From this quality on colour is kept at full resolution: below it the eye does not miss it and a tile is half the
 *  size. */
const fullColourQuality = 90;

/** An image for the screen. Made for speed: Huffman tables are the standard's, not the image's own.
 *  @param quality 1..100
 *  @returns bytes of a JPEG file */
export async function encodeJpeg(image: RgbRaster, quality: number): Promise<Uint8Array> {
  const isFullColour = quality >= fullColourQuality;
  const jpeg = await loadTurboJpeg()?.encode(image, { quality, isFullColour });
  if (jpeg !== undefined) return jpeg;
  const { data, widthPx, heightPx } = image;
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality, optimiseCoding: false, chromaSubsampling: isFullColour ? '4:4:4' : '4:2:0' })
    .toBuffer();
}
