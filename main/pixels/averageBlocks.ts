import type { RgbRaster } from '../domain/raster.ts';

/** The image at a whole fraction of its size, each pixel the mean of `factor` by `factor`; what is left over at the
 *  right and below is left out.
 *  @param factor whole number, 1 or more; both sides are at least as long */
export function averageBlocks(image: RgbRaster, factor: number): RgbRaster {
  if (factor === 1) return image;
  const widthPx = Math.floor(image.widthPx / factor);
  const heightPx = Math.floor(image.heightPx / factor);
  const rowLength = widthPx * 3;
  const data = new Uint8Array(heightPx * rowLength);
  const sums = new Uint32Array(rowLength);
  const area = factor * factor;
  const half = area >> 1;
  for (let y = 0; y < heightPx; y += 1) {
    sums.fill(0);
    for (let row = y * factor; row < (y + 1) * factor; row += 1) addRow(sums, image, { row, factor });
    for (let i = 0; i < rowLength; i += 1) data[y * rowLength + i] = ((sums[i] as number) + half) / area;
  }
  return { widthPx, heightPx, data };
}

/** Adds a row of pixels to the sums of the blocks that it runs through. */
function addRow(
  sums: Uint32Array,
  { data, widthPx }: RgbRaster,
  at: { readonly row: number; readonly factor: number },
): void {
  let from = at.row * widthPx * 3;
  for (let to = 0; to < sums.length; to += 3) {
    let [red, green, blue] = [0, 0, 0];
    for (let i = 0; i < at.factor; i += 1) {
      red += data[from] as number;
      green += data[from + 1] as number;
      blue += data[from + 2] as number;
      from += 3;
    }
    sums[to] = (sums[to] as number) + red;
    sums[to + 1] = (sums[to + 1] as number) + green;
    sums[to + 2] = (sums[to + 2] as number) + blue;
  }
}
