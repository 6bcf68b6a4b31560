import { pictureHashEdge as edge, type PictureHash, pictureHashWords } from '../domain/pictureHash.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { resampleWindow } from './resample.ts';

/** Least change between two places that counts, levels 0..255 of the shrunk picture. */
const leastChange = 1;

/** What a picture looks like, to be compared with `pictureDistance`. */
export function computePictureHash(picture: RgbRaster): PictureHash {
  const whole = { xPx: 0, yPx: 0, widthPx: picture.widthPx, heightPx: picture.heightPx };
  const { data } = resampleWindow(picture, whole, { widthPx: edge + 1, heightPx: edge });
  const signs = new Uint32Array(pictureHashWords);
  const textured = new Uint32Array(pictureHashWords);
  for (let place = 0; place < edge * edge; place += 1) {
    const at = (Math.floor(place / edge) * (edge + 1) + (place % edge)) * 3;
    const change = greyAt(data, at) - greyAt(data, at + 3);
    const [word, bit] = [place >> 5, 1 << (place & 31)];
    if (change > 0) signs[word] = (signs[word] ?? 0) | bit;
    if (Math.abs(change) >= leastChange) textured[word] = (textured[word] ?? 0) | bit;
  }
  return { signs, textured };
}

/** Luma of ITU-R BT.601, 0..255. */
function greyAt(data: Uint8Array, at: number): number {
  return 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
}
