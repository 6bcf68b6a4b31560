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
  return { ...size, data: resampleChannels({ ...source, channelCount: 3 }, window, size) };
}

/** The same of one plane of an image: a third of the work.
 *  @param plane uint8 [heightPx, widthPx]
 *  @returns uint8 [heightPx, widthPx] */
export function resamplePlane(
  plane: { readonly widthPx: number; readonly heightPx: number; readonly data: Uint8Array },
  window: PixelBox,
  size: { readonly widthPx: number; readonly heightPx: number },
): Uint8Array {
  return resampleChannels({ ...plane, channelCount: 1 }, window, size);
}

/** Pixels row by row, each of so many bytes. */
interface Channels {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
  readonly channelCount: 1 | 3;
}

function resampleChannels(
  source: Channels,
  window: PixelBox,
  size: { readonly widthPx: number; readonly heightPx: number },
): Uint8Array {
  const columns = computeTaps(window.xPx, window.widthPx, size.widthPx, source.widthPx);
  const rows = computeTaps(window.yPx, window.heightPx, size.heightPx, source.heightPx);
  const firstColumn = minimum(columns.indices);
  const span = { firstColumn, columnCount: maximum(columns.indices) - firstColumn + 1 };
  const low = shrinkColumns(source, rows, { ...span, heightPx: size.heightPx });
  const part = { ...span, ...size };
  return source.channelCount === 1 ? shrinkPlaneRows(low, columns, part) : shrinkRows(low, columns, part);
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

/* The loops below carry all pixels of a scan: indices are in range by construction, so reads of the
 * typed arrays are cast rather than defaulted. Columns first: the long sums then run along memory. */

/** Sums of one image after the other: a field is resampled a dozen times, and megabytes each time would be thrown away. */
let scratch = new Float32Array(0);

/** @returns float32 [heightPx, columnCount, channelCount], good until the next call */
function shrinkColumns(
  source: Channels,
  { indices, weights, tapCount }: Taps,
  part: { readonly firstColumn: number; readonly columnCount: number; readonly heightPx: number },
): Float32Array {
  const { channelCount } = source;
  const rowLength = part.columnCount * channelCount;
  const length = part.heightPx * rowLength;
  if (scratch.length < length) scratch = new Float32Array(length);
  const result = scratch;
  const pixels = source.data;
  const at = (tap: number) => ((indices[tap] as number) * source.widthPx + part.firstColumn) * channelCount;
  for (let y = 0; y < part.heightPx; y += 1) {
    const to = y * rowLength;
    const first = y * tapCount;
    const end = first + tapCount;
    const [weight0, weight1] = [weights[first] as number, weights[first + 1] as number];
    const [from0, from1] = [at(first), at(first + 1)];
    if (tapCount === 3) {
      // most windows are cut from a level that is hardly larger: the same sums without a second visit
      const [weight2, from2] = [weights[first + 2] as number, at(first + 2)];
      for (let i = 0; i < rowLength; i += 1)
        result[to + i] =
          Math.fround(weight0 * (pixels[from0 + i] as number) + weight1 * (pixels[from1 + i] as number)) +
          weight2 * (pixels[from2 + i] as number);
      continue;
    }
    // two rows at a time; there are at least two, and the first two take the place of what was there
    for (let i = 0; i < rowLength; i += 1)
      result[to + i] = weight0 * (pixels[from0 + i] as number) + weight1 * (pixels[from1 + i] as number);
    for (let tap = first + 2; tap < end; tap += 2) {
      const weight = weights[tap] as number;
      const next = tap + 1 < end ? (weights[tap + 1] as number) : 0;
      if (weight === 0 && next === 0) continue;
      const from = at(tap);
      const below = next === 0 ? from : at(tap + 1);
      for (let i = 0; i < rowLength; i += 1)
        result[to + i] =
          (result[to + i] as number) +
          weight * (pixels[from + i] as number) +
          next * (pixels[below + i] as number);
    }
  }
  return result;
}

interface RowPart {
  readonly firstColumn: number;
  readonly columnCount: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** @param low float32 [heightPx, columnCount] */
function shrinkPlaneRows(
  low: Float32Array,
  { indices, weights, tapCount }: Taps,
  { widthPx, heightPx, firstColumn, columnCount }: RowPart,
): Uint8Array {
  const result = new Uint8Array(heightPx * widthPx);
  for (let y = 0, out = 0; y < heightPx; y += 1) {
    const base = y * columnCount - firstColumn;
    for (let x = 0, tap = 0; x < widthPx; x += 1, out += 1) {
      let sum = 0.5;
      for (const end = tap + tapCount; tap < end; tap += 1)
        sum += (weights[tap] as number) * (low[base + (indices[tap] as number)] as number);
      result[out] = sum;
    }
  }
  return result;
}

/** @param low float32 [heightPx, columnCount, 3] */
function shrinkRows(low: Float32Array, { indices, weights, tapCount }: Taps, part: RowPart): Uint8Array {
  const { widthPx, heightPx, firstColumn, columnCount } = part;
  const result = new Uint8Array(heightPx * widthPx * 3);
  const offsets = indices.map((column) => (column - firstColumn) * 3);
  if (tapCount === 3) {
    mutateByThreeTaps(result, { low, offsets, weights, rowLength: columnCount * 3, size: part });
    return result;
  }
  let out = 0;
  for (let y = 0; y < heightPx; y += 1) {
    const base = y * columnCount * 3;
    let tap = 0;
    for (let x = 0; x < widthPx; x += 1) {
      let red = 0.5;
      let green = 0.5;
      let blue = 0.5;
      for (const end = tap + tapCount; tap < end; tap += 1) {
        const weight = weights[tap] as number;
        const at = base + (offsets[tap] as number);
        red += weight * (low[at] as number);
        green += weight * (low[at + 1] as number);
        blue += weight * (low[at + 2] as number);
      }
      result[out] = red;
      result[out + 1] = green;
      result[out + 2] = blue;
      out += 3;
    }
  }
  return result;
}

/** As the loop above, for three weights a pixel: twice as fast, and the same sums. */
function mutateByThreeTaps(
  result: Uint8Array,
  given: {
    readonly low: Float32Array;
    readonly offsets: Int32Array;
    readonly weights: Float32Array;
    readonly rowLength: number;
    readonly size: { readonly widthPx: number; readonly heightPx: number };
  },
): void {
  const { low, offsets, weights, rowLength } = given;
  const { widthPx, heightPx } = given.size;
  for (let y = 0, out = 0; y < heightPx; y += 1) {
    const base = y * rowLength;
    for (let x = 0, tap = 0; x < widthPx; x += 1, tap += 3, out += 3) {
      const at0 = base + (offsets[tap] as number);
      const at1 = base + (offsets[tap + 1] as number);
      const at2 = base + (offsets[tap + 2] as number);
      const weight0 = weights[tap] as number;
      const weight1 = weights[tap + 1] as number;
      const weight2 = weights[tap + 2] as number;
      result[out] =
        0.5 +
        weight0 * (low[at0] as number) +
        weight1 * (low[at1] as number) +
        weight2 * (low[at2] as number);
      result[out + 1] =
        0.5 +
        weight0 * (low[at0 + 1] as number) +
        weight1 * (low[at1 + 1] as number) +
        weight2 * (low[at2 + 1] as number);
      result[out + 2] =
        0.5 +
        weight0 * (low[at0 + 2] as number) +
        weight1 * (low[at1 + 2] as number) +
        weight2 * (low[at2 + 2] as number);
    }
  }
}

function minimum(values: Int32Array): number {
  return values.reduce((least, value) => Math.min(least, value));
}

function maximum(values: Int32Array): number {
  return values.reduce((most, value) => Math.max(most, value));
}
