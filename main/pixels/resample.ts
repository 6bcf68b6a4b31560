import type { PixelBox } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { type KernelMemory, layOutKernelMemory, pixelKernels, stripBytes } from './pixelKernels.ts';

interface Taps {
  /** source index of each output pixel's run of weights, reflected at the edges */
  readonly indices: Int32Array;
  readonly weights: Float32Array;
  readonly tapCount: number;
  /** least and greatest index */
  readonly first: number;
  readonly last: number;
}

/** Brings a window of an image to a size in pixels: triangle filter widened when shrinking, so that no
 *  pixel is skipped, bilinear when enlarging. What lies beyond the image is reflected at its edge.
 *  The one resampler of training, inference and detection; in float32, the same bits on every machine.
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

/** Row by row: first the rows of the source that a row of the result is made of, then along it. What is done for each row makes
 *  no objects: collecting them cost more than the arithmetic. */
function resampleChannels(
  source: Channels,
  window: PixelBox,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): Uint8Array {
  const { channelCount } = source;
  const columns = computeTaps(window.xPx, window.widthPx, widthPx, source.widthPx);
  const rows = computeTaps(window.yPx, window.heightPx, heightPx, source.heightPx);
  const rowBytes = (columns.last - columns.first + 1) * channelCount;
  const rowRoom = Math.min(rows.last - rows.first + 1, Math.max(1, Math.floor(stripBytes / rowBytes)));
  const targetRowBytes = widthPx * channelCount;
  const targetRoom = Math.min(heightPx, Math.max(1, Math.floor(stripBytes / targetRowBytes)));
  const { memory, at } = layOutKernelMemory({
    strip: rowRoom * rowBytes,
    rowOffsets: rows.tapCount * 4,
    rowWeights: rows.tapCount * 4,
    columnOffsets: columns.indices.length * 4,
    columnWeights: columns.weights.length * 4,
    sums: rowBytes * 4,
    target: targetRoom * targetRowBytes,
  });
  for (let tap = 0, to = at.columnOffsets / 4; tap < columns.indices.length; tap += 1, to += 1)
    memory.words[to] = ((columns.indices[tap] as number) - columns.first) * channelCount * 4;
  memory.floats.set(columns.weights, at.columnWeights / 4);
  const strip = createStrip(source, { memory, at: at.strip, rowRoom, rowBytes, firstColumn: columns.first });
  const sumColumns = channelCount === 3 ? pixelKernels.sumRgbColumns : pixelKernels.sumPlaneColumns;
  const result = new Uint8Array(heightPx * widthPx * channelCount);
  for (let first = 0; first < heightPx; first += targetRoom) {
    const count = Math.min(targetRoom, heightPx - first);
    for (let row = 0; row < count; row += 1) {
      strip.sumRows(rows, first + row, at);
      const to = at.target + row * targetRowBytes;
      sumColumns(at.sums, at.columnOffsets, at.columnWeights, columns.tapCount, widthPx, to);
    }
    memory.buffer.copy(result, first * targetRowBytes, at.target, at.target + count * targetRowBytes);
  }
  return result;
}

/** Some rows of the source in the kernels' memory. */
interface Strip {
  /** Adds up the rows that a row of the result is made of, each by its weight. */
  sumRows(
    rows: Taps,
    y: number,
    at: { readonly rowOffsets: number; readonly rowWeights: number; readonly sums: number },
  ): void;
}

function createStrip(
  source: Channels,
  given: {
    readonly memory: KernelMemory;
    readonly at: number;
    /** how many rows fit in */
    readonly rowRoom: number;
    readonly rowBytes: number;
    readonly firstColumn: number;
  },
): Strip {
  const { memory, rowRoom, rowBytes } = given;
  const sourceRowBytes = source.widthPx * source.channelCount;
  const sourceBytes = Buffer.from(source.data.buffer, source.data.byteOffset, source.data.byteLength);
  let [firstRow, endRow] = [0, 0];

  function fetchFrom(row: number): void {
    firstRow = row;
    endRow = Math.min(source.heightPx, row + rowRoom);
    const from = row * sourceRowBytes + given.firstColumn * source.channelCount;
    if (rowBytes === sourceRowBytes) {
      sourceBytes.copy(memory.buffer, given.at, from, from + (endRow - firstRow) * rowBytes);
      return;
    }
    for (let i = 0; i < endRow - firstRow; i += 1) {
      const start = from + i * sourceRowBytes;
      sourceBytes.copy(memory.buffer, given.at + i * rowBytes, start, start + rowBytes);
    }
  }

  return {
    sumRows({ indices, weights, tapCount }, y, { rowOffsets, rowWeights, sums }) {
      const start = y * tapCount;
      const least = leastOf(indices, start, start + tapCount);
      const most = mostOf(indices, start, start + tapCount);
      if ((least < firstRow || most >= endRow) && most - least < rowRoom) fetchFrom(least);
      let waiting = 0;
      let isAddedTo = false;
      for (let tap = start; tap < start + tapCount; tap += 1) {
        const row = indices[tap] as number;
        if (row < firstRow || row >= endRow) {
          // more rows than fit in at once: of an image that is shrunk very much
          if (waiting > 0) {
            pixelKernels.sumRows(given.at, rowOffsets, rowWeights, waiting, rowBytes, sums, isAddedTo);
            waiting = 0;
            isAddedTo = true;
          }
          fetchFrom(row);
        }
        memory.words[rowOffsets / 4 + waiting] = (row - firstRow) * rowBytes;
        memory.floats[rowWeights / 4 + waiting] = weights[tap] as number;
        waiting += 1;
      }
      pixelKernels.sumRows(given.at, rowOffsets, rowWeights, waiting, rowBytes, sums, isAddedTo);
    },
  };
}

function computeTaps(start: number, length: number, outputLength: number, sourceLength: number): Taps {
  const step = length / outputLength;
  const support = Math.max(1, step);
  // an open interval that long holds no more whole numbers
  const tapCount = Math.ceil(support * 2);
  const indices = new Int32Array(outputLength * tapCount);
  const weights = new Float32Array(outputLength * tapCount);
  for (let o = 0, to = 0; o < outputLength; o += 1, to += tapCount) {
    const centre = start + (o + 0.5) * step - 0.5;
    const first = Math.ceil(centre - support);
    let sum = 0;
    for (let t = 0; t < tapCount; t += 1) {
      const weight = Math.max(0, 1 - Math.abs(first + t - centre) / support);
      indices[to + t] = reflect(first + t, sourceLength);
      weights[to + t] = weight;
      sum += weight;
    }
    for (let t = 0; t < tapCount; t += 1) weights[to + t] = (weights[to + t] as number) / sum;
  }
  const [first, last] = [leastOf(indices, 0, indices.length), mostOf(indices, 0, indices.length)];
  return { indices, weights, tapCount, first, last };
}

/** Mirrors an index into 0..length-1 without repeating the edge pixel. */
function reflect(index: number, length: number): number {
  if (index >= 0 && index < length) return index;
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const wrapped = ((index % period) + period) % period;
  return wrapped < length ? wrapped : period - wrapped;
}

function leastOf(values: Int32Array, start: number, end: number): number {
  let least = values[start] as number;
  for (let at = start + 1; at < end; at += 1)
    if ((values[at] as number) < least) least = values[at] as number;
  return least;
}

function mostOf(values: Int32Array, start: number, end: number): number {
  let most = values[start] as number;
  for (let at = start + 1; at < end; at += 1) if ((values[at] as number) > most) most = values[at] as number;
  return most;
}
