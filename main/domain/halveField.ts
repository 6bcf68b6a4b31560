import type { RgbRaster } from './raster.ts';

/** The field at half its size, each pixel the mean of four; an odd last row or column is left out.
 *  @param field at least 2 by 2 pixels */
export function halveField(field: RgbRaster): RgbRaster {
  const widthPx = Math.floor(field.widthPx / 2);
  const heightPx = Math.floor(field.heightPx / 2);
  const data = new Uint8Array(widthPx * heightPx * 3);
  const source = field.data;
  const rowLength = field.widthPx * 3;
  const end = data.length;
  let upper = 0;
  // the pixels of all rows one after the other, each channel written out: this is a quarter of a field's way to the network
  for (let to = 0, column = 0; to < end; to += 3, upper += 6, column += 1) {
    if (column === widthPx) {
      column = 0;
      upper = (to / (widthPx * 3)) * 2 * rowLength;
    }
    const lower = upper + rowLength;
    data[to] =
      ((source[upper] as number) +
        (source[upper + 3] as number) +
        (source[lower] as number) +
        (source[lower + 3] as number) +
        2) >>
      2;
    data[to + 1] =
      ((source[upper + 1] as number) +
        (source[upper + 4] as number) +
        (source[lower + 1] as number) +
        (source[lower + 4] as number) +
        2) >>
      2;
    data[to + 2] =
      ((source[upper + 2] as number) +
        (source[upper + 5] as number) +
        (source[lower + 2] as number) +
        (source[lower + 5] as number) +
        2) >>
      2;
  }
  return { widthPx, heightPx, data };
}
