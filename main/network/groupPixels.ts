import type { OnnxGraphWriter } from './onnxGraphWriter.ts';
import type { QuantizedFilters } from './quantizeTensor.ts';

/* A convolution of the same results that takes several pixels of a row as one. Eight-bit kernels are made for many channels
 * in fours; three in and sixteen out leave most of their work undone. In memory nothing moves: [height, width, 3] and
 * [height, width / 4, 12] are the same numbers in the same order, and so are the filters of the pixels of one group. */

/** Pixels of a row that the first convolution of a network takes as one: their colours are twelve channels. */
export const pixelsOfGroup = 4;

/** Filters, [filters, inputChannels, 3, 3], that are moved along a row of pixels. */
export interface RowFilters {
  readonly filters: number;
  readonly inputChannels: number;
  /** pixels from one result to the next */
  readonly stride: 1 | 2;
}

/** Whole-number filters that do for groups of pixels what the given ones do for pixels; a result of the first pixel needs that
 *  pixel and the two to its right, so the image has an edge to the left of one pixel where the convolution has one. Most of the
 *  new weights are 0.
 *  @param kernel values [filters, inputChannels, 3, 3]
 *  @returns values [4 / stride * filters, 4 * inputChannels, 3, 2]: filters of the first result of a group, then those of the
 *  next; channels of the first pixel, then those of the next; a group and the one to its right */
export function groupFilters(
  kernel: QuantizedFilters<Int8Array>,
  shape: RowFilters,
): QuantizedFilters<Int8Array> {
  const { filters, inputChannels, stride } = shape;
  const results = pixelsOfGroup / stride;
  const channels = pixelsOfGroup * inputChannels;
  const values = new Int8Array(results * filters * channels * 6);
  for (let result = 0; result < results; result += 1) {
    for (const [at, value] of kernel.values.entries()) {
      const [x, y] = [at % 3, Math.floor(at / 3) % 3];
      const channel = Math.floor(at / 9) % inputChannels;
      const filter = Math.floor(at / (9 * inputChannels));
      const pixel = stride * result + x;
      const slot = (pixel % pixelsOfGroup) * inputChannels + channel;
      const group = Math.floor(pixel / pixelsOfGroup);
      values[(((result * filters + filter) * channels + slot) * 3 + y) * 2 + group] = value;
    }
  }
  return { values, scales: repeated(kernel.scales, results) };
}

/** Stores a convolution's filters for groups of pixels, and its bias for each result of a group.
 *  @returns names of kernel and bias */
export function storeGroups(
  write: OnnxGraphWriter,
  name: string,
  shape: RowFilters,
  rounded: { readonly kernel: QuantizedFilters<Int8Array>; readonly bias: QuantizedFilters<Int32Array> },
): readonly string[] {
  const results = pixelsOfGroup / shape.stride;
  const filters = results * shape.filters;
  const channels = pixelsOfGroup * shape.inputChannels;
  return [
    write.stored(`${name}/kernel`, [filters, channels, 3, 2], groupFilters(rounded.kernel, shape)),
    write.stored(`${name}/bias`, [filters], repeatFilters(rounded.bias, results)),
  ];
}

/** The same filters several times over, one after the other. */
export function repeatFilters<Values extends Int8Array | Int32Array>(
  { values, scales }: QuantizedFilters<Values>,
  times: number,
): QuantizedFilters<Values> {
  return { values: repeated(values, times), scales: repeated(scales, times) };
}

/** Bytes of groups as those of pixels again. With channels last, as eight-bit kernels work, the two turns cancel those around
 *  them and nothing is moved.
 *  @param bytes [n, pixels * channels, height, width / pixels]
 *  @returns [n, channels, height, width] */
export function separatePixels(write: OnnxGraphWriter, bytes: string, channels: number): string {
  const groups = write.node('Transpose', `${bytes}/channels-last`, [bytes], { perm: [0, 2, 3, 1] });
  // 0: as many as before
  const shape = write.integers(`${bytes}/shape`, 0, 0, -1, channels);
  const pixels = write.node('Reshape', `${bytes}/pixels`, [groups, shape]);
  return write.node('Transpose', `${bytes}/channels-first`, [pixels], { perm: [0, 3, 1, 2] });
}

function repeated<Values extends Int8Array | Int32Array | Float32Array>(
  values: Values,
  times: number,
): Values {
  const all = new (values.constructor as new (length: number) => Values)(values.length * times);
  for (let i = 0; i < times; i += 1) all.set(values, i * values.length);
  return all;
}
