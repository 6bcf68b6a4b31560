import type { RgbRaster } from './raster.ts';

/** An image at a whole fraction of its size: each pixel is the mean of `shrink` by `shrink` pixels, rounded. Where
 *  the last column or row has fewer, it is the mean of those, so that no pixel is left out and none counts twice.
 *  Tiles shrunk one by one join without a seam, which a filter that reaches beyond the pixel does not give.
 *  @param shrink whole number, 1 or more */
export function shrinkByMean(image: RgbRaster, shrink: number): RgbRaster {
  if (shrink === 1) return image;
  if (shrink === 2) return halveByMean(image);
  const widthPx = Math.ceil(image.widthPx / shrink);
  const heightPx = Math.ceil(image.heightPx / shrink);
  const data = new Uint8Array(widthPx * heightPx * 3);
  const sums = new Uint32Array(widthPx * 3);
  for (let y = 0; y < heightPx; y += 1) {
    const firstRow = y * shrink;
    const rowCount = Math.min(shrink, image.heightPx - firstRow);
    sums.fill(0);
    for (let row = firstRow; row < firstRow + rowCount; row += 1) addRow(sums, image, { row, shrink });
    writeMeans(data.subarray(y * widthPx * 3, (y + 1) * widthPx * 3), sums, {
      wholeCount: shrink * rowCount,
      lastCount: (image.widthPx - (widthPx - 1) * shrink) * rowCount,
    });
  }
  return { widthPx, heightPx, data };
}

/** The same by two, three times as fast: levels of large images are made of it. */
function halveByMean({ widthPx, heightPx, data: pixels }: RgbRaster): RgbRaster {
  const halvedWidthPx = Math.ceil(widthPx / 2);
  const halvedHeightPx = Math.ceil(heightPx / 2);
  const data = new Uint8Array(halvedWidthPx * halvedHeightPx * 3);
  const rowBytes = widthPx * 3;
  const pairCount = Math.floor(widthPx / 2);
  let to = 0;
  for (let y = 0; y < heightPx; y += 2) {
    let upper = y * rowBytes;
    let lower = y + 1 < heightPx ? upper + rowBytes : upper;
    for (let pair = 0; pair < pairCount; pair += 1) {
      data[to] =
        ((pixels[upper] as number) +
          (pixels[upper + 3] as number) +
          (pixels[lower] as number) +
          (pixels[lower + 3] as number) +
          2) >>
        2;
      data[to + 1] =
        ((pixels[upper + 1] as number) +
          (pixels[upper + 4] as number) +
          (pixels[lower + 1] as number) +
          (pixels[lower + 4] as number) +
          2) >>
        2;
      data[to + 2] =
        ((pixels[upper + 2] as number) +
          (pixels[upper + 5] as number) +
          (pixels[lower + 2] as number) +
          (pixels[lower + 5] as number) +
          2) >>
        2;
      to += 3;
      upper += 6;
      lower += 6;
    }
    // a last column or row without a neighbour is taken twice: the mean is that of the pixels there are
    for (const end = to + (halvedWidthPx - pairCount) * 3; to < end; to += 1, upper += 1, lower += 1)
      data[to] = ((pixels[upper] as number) + (pixels[lower] as number) + 1) >> 1;
  }
  return { widthPx: halvedWidthPx, heightPx: halvedHeightPx, data };
}

/* The loops carry every pixel of a tile: indices are in range by construction, so reads of the typed arrays are
 * cast rather than defaulted. */
function addRow(sums: Uint32Array, image: RgbRaster, { row, shrink }: { row: number; shrink: number }): void {
  const pixels = image.data;
  const rowEnd = (row + 1) * image.widthPx * 3;
  let from = row * image.widthPx * 3;
  for (let to = 0; to < sums.length; to += 3) {
    let red = 0;
    let green = 0;
    let blue = 0;
    for (const end = Math.min(rowEnd, from + shrink * 3); from < end; from += 3) {
      red += pixels[from] as number;
      green += pixels[from + 1] as number;
      blue += pixels[from + 2] as number;
    }
    sums[to] = (sums[to] as number) + red;
    sums[to + 1] = (sums[to + 1] as number) + green;
    sums[to + 2] = (sums[to + 2] as number) + blue;
  }
}

function writeMeans(
  means: Uint8Array,
  sums: Uint32Array,
  { wholeCount, lastCount }: { wholeCount: number; lastCount: number },
): void {
  const last = sums.length - 3;
  for (let at = 0; at < sums.length; at += 1) {
    const count = at < last ? wholeCount : lastCount;
    means[at] = ((sums[at] as number) + count / 2) / count;
  }
}
