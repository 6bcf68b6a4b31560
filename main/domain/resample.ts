import type { PixelBox } from './cell.ts';
import type { RgbRaster } from './raster.ts';

interface Taps {
  /** first source index of each output pixel's run of weights (already reflected indices in `indices`) */
  readonly indices: Int32Array;
  readonly weights: Float32Array;
  readonly tapCount: number;
}

/** Brings a window of an image to a size in pixels: triangle filter widened when shrinking, so that no
 *  pixel is skipped, bilinear when enlarging. What lies beyond the image is reflected at its edge.
 *  The one resampler of training, inference and detection.
 *  @param window in pixels of `source`; may be fractional and may reach beyond it
 *  @returns uint8 [heightPx, widthPx, 3], RGB */
export function resampleWindow(
  source: RgbRaster,
  window: PixelBox,
  size: { readonly widthPx: number; readonly heightPx: number },
): RgbRaster {
  const columns = computeTaps(window.xPx, window.widthPx, size.widthPx, source.widthPx);
  const rows = computeTaps(window.yPx, window.heightPx, size.heightPx, source.heightPx);
  const firstRow = minimum(rows.indices);
  const rowCount = maximum(rows.indices) - firstRow + 1;
  const narrow = resampleRows(source, columns, { firstRow, rowCount, widthPx: size.widthPx });
  return { ...size, data: resampleColumns(narrow, rows, { firstRow, ...size }) };
}

function computeTaps(start: number, length: number, outputLength: number, sourceLength: number): Taps {
  const step = length / outputLength;
  const support = Math.max(1, step);
  // an open interval that long holds no more whole numbers
  const tapCount = Math.ceil(support * 2);
  const indices = new Int32Array(outputLength * tapCount);
  const weights = new Float32Array(outputLength * tapCount);
  for (let o = 0; o < outputLength; o += 1) {
    const centre = start + (o + 0.5) * step - 0.5;
    const first = Math.ceil(centre - support);
    let sum = 0;
    for (let t = 0; t < tapCount; t += 1) {
      const weight = Math.max(0, 1 - Math.abs(first + t - centre) / support);
      indices[o * tapCount + t] = reflect(first + t, sourceLength);
      weights[o * tapCount + t] = weight;
      sum += weight;
    }
    for (let t = 0; t < tapCount; t += 1) weights[o * tapCount + t] = (weights[o * tapCount + t] ?? 0) / sum;
  }
  return { indices, weights, tapCount };
}

/** Mirrors an index into 0..length-1 without repeating the edge pixel. */
function reflect(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const wrapped = ((index % period) + period) % period;
  return wrapped < length ? wrapped : period - wrapped;
}

/* The two loops below carry all pixels of a scan: indices are in range by construction, so reads of the
 * typed arrays are cast rather than defaulted. */
function resampleRows(
  source: RgbRaster,
  columns: Taps,
  part: { firstRow: number; rowCount: number; widthPx: number },
): Float32Array {
  const result = new Float32Array(part.rowCount * part.widthPx * 3);
  const { indices, weights, tapCount } = columns;
  const pixels = source.data;
  let out = 0;
  for (let row = 0; row < part.rowCount; row += 1) {
    const base = (part.firstRow + row) * source.widthPx * 3;
    for (let x = 0; x < part.widthPx; x += 1) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let t = x * tapCount; t < (x + 1) * tapCount; t += 1) {
        const weight = weights[t] as number;
        const at = base + (indices[t] as number) * 3;
        red += weight * (pixels[at] as number);
        green += weight * (pixels[at + 1] as number);
        blue += weight * (pixels[at + 2] as number);
      }
      result[out] = red;
      result[out + 1] = green;
      result[out + 2] = blue;
      out += 3;
    }
  }
  return result;
}

function resampleColumns(
  narrow: Float32Array,
  rows: Taps,
  part: { firstRow: number; widthPx: number; heightPx: number },
): Uint8Array {
  const rowLength = part.widthPx * 3;
  const result = new Uint8Array(part.heightPx * rowLength);
  const sums = new Float32Array(rowLength);
  for (let y = 0; y < part.heightPx; y += 1) {
    sums.fill(0.5);
    for (let t = y * rows.tapCount; t < (y + 1) * rows.tapCount; t += 1) {
      const weight = rows.weights[t] as number;
      if (weight === 0) continue;
      const base = ((rows.indices[t] as number) - part.firstRow) * rowLength;
      for (let i = 0; i < rowLength; i += 1)
        sums[i] = (sums[i] as number) + weight * (narrow[base + i] as number);
    }
    for (let i = 0; i < rowLength; i += 1) result[y * rowLength + i] = sums[i] as number;
  }
  return result;
}

function minimum(values: Int32Array): number {
  return values.reduce((least, value) => Math.min(least, value));
}

function maximum(values: Int32Array): number {
  return values.reduce((most, value) => Math.max(most, value));
}
