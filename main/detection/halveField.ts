import type { RgbRaster } from '../domain/raster.ts';

/** The field at half its size, each pixel the mean of four; an odd last row or column is left out.
 *  @param field at least 2 by 2 pixels */
export function halveField(field: RgbRaster): RgbRaster {
  const widthPx = Math.floor(field.widthPx / 2);
  const heightPx = Math.floor(field.heightPx / 2);
  const data = new Uint8Array(widthPx * heightPx * 3);
  const source = field.data;
  const rowLength = field.widthPx * 3;
  let to = 0;
  for (let y = 0; y < heightPx; y += 1) {
    let from = 2 * y * rowLength;
    for (let x = 0; x < widthPx; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const at = from + channel;
        const upper = (source[at] as number) + (source[at + 3] as number);
        const lower = (source[at + rowLength] as number) + (source[at + rowLength + 3] as number);
        data[to + channel] = (upper + lower + 2) >> 2;
      }
      from += 6;
      to += 3;
    }
  }
  return { widthPx, heightPx, data };
}
