import { type PatchStatistics, patchLength } from './patchStatistics.ts';
import { mostWeight, type QuantizedFilters, turnKernel } from './quantizeTensor.ts';

/** Scales that are tried for a filter, as shares of that which its largest weight fills. */
const triedShares = Array.from({ length: 16 }, (_, i) => 1 - 0.02 * i);

/** Whole numbers for a first convolution that together do to images what the weights do: each is rounded up or down so that
 *  the errors of a filter cancel, as neighbouring pixels and colours go together (Nagel et al. 2020, arXiv 2004.10568, where a
 *  layer's outputs are kept too). What is left on average goes to the bias.
 *  @param kernel float32 [3, 3, 3, filters], of levels of a byte
 *  @returns kernel: values [filters, 3, 3, 3] as ONNX has it; bias: float32 [filters], to be added to the layer's */
export function roundToImages(
  kernel: Float32Array,
  { mean, covariance }: PatchStatistics,
): { readonly kernel: QuantizedFilters<Int8Array>; readonly bias: Float32Array } {
  const filters = kernel.length / patchLength;
  const turned = turnKernel(kernel, [3, 3, 3, filters]);
  const values = new Int8Array(turned.length);
  const scales = new Float32Array(filters);
  const bias = new Float32Array(filters);
  for (let filter = 0; filter < filters; filter += 1) {
    const weights = turned.subarray(filter * patchLength, (filter + 1) * patchLength);
    const { whole, scale } = roundFilter(weights, covariance);
    values.set(whole, filter * patchLength);
    scales[filter] = scale;
    bias[filter] = weights.reduce(
      (sum, weight, i) => sum + (weight - (whole[i] as number) * scale) * (mean[i] as number),
      0,
    );
  }
  return { kernel: { values, scales }, bias };
}

interface RoundedFilter {
  readonly whole: Int8Array;
  readonly scale: number;
  /** mean square of what rounding changes of the filter's output */
  readonly error: number;
}

function roundFilter(weights: Float32Array, covariance: Float64Array): RoundedFilter {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  if (!(largest > 0)) return { whole: new Int8Array(patchLength), scale: 1, error: 0 };
  const tried = triedShares.map((share) =>
    roundAt(weights, covariance, Math.fround((share * largest) / mostWeight)),
  );
  return tried.reduce((best, one) => (one.error < best.error ? one : best));
}

/** Begins with the nearest whole numbers and moves one or two of them by a step as long as the error shrinks. */
function roundAt(weights: Float32Array, covariance: Float64Array, scale: number): RoundedFilter {
  const whole = Int8Array.from(weights, (weight) => limited(Math.round(weight / scale)));
  const errors = Float64Array.from(weights, (weight, i) => (whole[i] as number) * scale - weight);
  /** covariance times errors: what a change of a weight does to the error at once */
  const slopes = new Float64Array(patchLength);
  const between = (i: number, j: number) => covariance[i * patchLength + j] as number;
  for (let i = 0; i < patchLength; i += 1)
    for (let j = 0; j < patchLength; j += 1)
      slopes[i] = (slopes[i] as number) + between(i, j) * (errors[j] as number);
  const isFree = (i: number, step: number) =>
    limited((whole[i] as number) + step) === (whole[i] as number) + step;
  const gainOf = (i: number, step: number) => {
    const moved = step * scale;
    return -2 * moved * (slopes[i] as number) - moved * moved * between(i, i);
  };
  const move = (i: number, step: number) => {
    whole[i] = (whole[i] as number) + step;
    errors[i] = (errors[i] as number) + step * scale;
    for (let j = 0; j < patchLength; j += 1) slopes[j] = (slopes[j] as number) + step * scale * between(j, i);
  };
  for (;;) {
    const best = findMove({ isFree, gainOf, between, scale });
    if (best === undefined) break;
    for (const [i, step] of best) move(i, step);
  }
  const error = errors.reduce((sum, value, i) => sum + value * (slopes[i] as number), 0);
  return { whole, scale, error };
}

type Move = readonly (readonly [place: number, step: number])[];

/** The move of one or two weights that takes most from the error. @returns undefined when none takes any */
function findMove(given: {
  readonly isFree: (i: number, step: number) => boolean;
  readonly gainOf: (i: number, step: number) => number;
  readonly between: (i: number, j: number) => number;
  readonly scale: number;
}): Move | undefined {
  const { isFree, gainOf, between, scale } = given;
  let best: Move | undefined;
  // less is float64's own rounding
  let mostGain = 1e-12 * scale * scale;
  const single = Array.from({ length: 2 * patchLength }, (_, at) => {
    const [i, step] = [at >> 1, at % 2 === 0 ? 1 : -1];
    return { i, step, gain: isFree(i, step) ? gainOf(i, step) : Number.NEGATIVE_INFINITY };
  });
  const offer = (move: Move, gain: number) => {
    if (gain <= mostGain) return;
    [best, mostGain] = [move, gain];
  };
  for (const [at, one] of single.entries()) {
    offer([[one.i, one.step]], one.gain);
    for (const other of single.slice(at + 1)) {
      if (other.i === one.i) continue;
      const together = -2 * one.step * other.step * scale * scale * between(one.i, other.i);
      offer(
        [
          [one.i, one.step],
          [other.i, other.step],
        ],
        one.gain + other.gain + together,
      );
    }
  }
  return best;
}

function limited(value: number): number {
  return Math.max(-mostWeight, Math.min(mostWeight, value));
}
