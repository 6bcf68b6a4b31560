/* Numbers as eight bits. real = scale * (quantized - zeroPoint). */

/** Parameters of a convolution as whole numbers, symmetric about zero, one scale a filter. */
export interface QuantizedFilters<Values = Int8Array | Int32Array> {
  /** of each filter as many as of the next; real value = whole number times the filter's scale */
  readonly values: Values;
  /** float32 [filters] */
  readonly scales: Float32Array;
}

/** Range of an activation as unsigned bytes. */
export interface ByteRange {
  readonly scale: number;
  /** 0..255 */
  readonly zeroPoint: number;
}

/** Weights are whole numbers from -64 to 64, not to 127: processors without VNNI instructions add two products of a
 *  byte and a weight in sixteen bits, and 2 * 255 * 64 is the most that fits. So every processor gives the same sums.
 *  @see https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html, "reduce_range" */
export const mostWeight = 64;

export type KernelShape = readonly [height: number, width: number, inputChannels: number, filters: number];

/** A kernel in ONNX's order.
 *  @param kernel float32 [height, width, inputChannels, filters], as TensorFlow has it
 *  @returns float32 [filters, inputChannels, height, width] */
export function turnKernel(kernel: Float32Array, shape: KernelShape): Float32Array {
  const [height, width, inputChannels, filters] = shape;
  const area = height * width;
  const turned = new Float32Array(kernel.length);
  for (const [i, value] of kernel.entries()) {
    const filter = i % filters;
    const channel = Math.floor(i / filters) % inputChannels;
    const position = Math.floor(i / (filters * inputChannels));
    turned[(filter * inputChannels + channel) * area + position] = value;
  }
  return turned;
}

/** Rounds each filter by its own largest weight. A filter of zeros stays zeros.
 *  @param kernel float32 [height, width, inputChannels, filters], as TensorFlow has it
 *  @returns values [filters, inputChannels, height, width], as ONNX has it */
export function quantizeKernel(kernel: Float32Array, shape: KernelShape): QuantizedFilters<Int8Array> {
  const filters = shape[3];
  const filterLength = kernel.length / filters;
  const turned = turnKernel(kernel, shape);
  const scales = Float32Array.from({ length: filters }, (_, filter) => {
    const own = turned.subarray(filter * filterLength, (filter + 1) * filterLength);
    const largest = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return largest > 0 ? largest / mostWeight : 1;
  });
  const values = Int8Array.from(turned, (value, i) =>
    clamp(roundHalfEven(value / (scales[Math.floor(i / filterLength)] ?? 1)), -mostWeight, mostWeight),
  );
  return { values, scales };
}

/** Biases in the steps of the sums that they are added to: those of the input times those of the filter.
 *  @param kernelScales one a filter */
export function quantizeBias(
  bias: Float32Array,
  inputScale: number,
  kernelScales: Float32Array,
): QuantizedFilters<Int32Array> {
  const scales = kernelScales.map((scale) => scale * inputScale);
  const values = Int32Array.from(bias, (value, filter) =>
    clamp(roundHalfEven(value / (scales[filter] ?? 1)), -(2 ** 31), 2 ** 31 - 1),
  );
  return { values, scales };
}

/** Bytes for a range of values. It is widened to hold 0, which gets a byte of its own: it pads the edges. */
export function byteRange(least: number, most: number): ByteRange {
  const low = Math.min(0, least);
  const high = Math.max(0, most);
  if (!(high > low)) return { scale: 1, zeroPoint: 0 };
  const scale = Math.fround((high - low) / 255);
  return { scale, zeroPoint: clamp(roundHalfEven(-low / scale), 0, 255) };
}

/** As ONNX rounds: what lies in the middle goes to the even neighbour. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
