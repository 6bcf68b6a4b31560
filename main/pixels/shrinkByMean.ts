import type { RgbRaster } from '../domain/raster.ts';
import { layOutKernelMemory, pixelKernels, stripBytes } from './pixelKernels.ts';

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

/** The same by two: levels of large images are made of it. */
function halveByMean({ widthPx, heightPx, data: pixels }: RgbRaster): RgbRaster {
  const halved = { widthPx: Math.ceil(widthPx / 2), heightPx: Math.ceil(heightPx / 2) };
  const data = new Uint8Array(halved.widthPx * halved.heightPx * 3);
  const [rowBytes, halvedBytes] = [widthPx * 3, halved.widthPx * 3];
  const pairsAtOnce = Math.min(halved.heightPx, Math.max(1, Math.floor(stripBytes / (2 * rowBytes))));
  const { memory, at } = layOutKernelMemory({
    source: pairsAtOnce * 2 * rowBytes,
    target: pairsAtOnce * halvedBytes,
  });
  for (let first = 0; first < halved.heightPx; first += pairsAtOnce) {
    const pairCount = Math.min(pairsAtOnce, halved.heightPx - first);
    const rowCount = Math.min(2 * pairCount, heightPx - 2 * first);
    memory.bytes.set(pixels.subarray(2 * first * rowBytes, (2 * first + rowCount) * rowBytes), at.source);
    for (let pair = 0; pair < pairCount; pair += 1) {
      const upper = at.source + 2 * pair * rowBytes;
      // a last row without a neighbour is taken twice: the mean is that of the pixels there are
      const lower = 2 * pair + 1 < rowCount ? upper + rowBytes : upper;
      pixelKernels.halveRows(upper, lower, widthPx, at.target + pair * halvedBytes);
    }
    data.set(memory.bytes.subarray(at.target, at.target + pairCount * halvedBytes), first * halvedBytes);
  }
  return { ...halved, data };
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
