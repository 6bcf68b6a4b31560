import { expect, test } from 'vitest';
import { createRandom } from '../../../main/domain/randomNumbers.ts';
import { createPatchMeter, patchLength } from '../../../main/network/patchStatistics.ts';
import { quantizeKernel, turnKernel } from '../../../main/network/quantizeTensor.ts';
import { roundToImages } from '../../../main/network/roundToImages.ts';

const edgePx = 64;

/** An image whose neighbouring pixels and colours go together, as in a photograph. */
function aSmoothImage(seed: number): Uint8Array {
  const random = createRandom(seed);
  const waves = Array.from({ length: 6 }, () => [random() / 5, random() / 5, 6 * random()] as const);
  return Uint8Array.from({ length: edgePx * edgePx * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % edgePx, Math.floor(i / 3 / edgePx)];
    const wave = waves.reduce((sum, [across, down, from]) => sum + Math.sin(across * x + down * y + from), 0);
    return Math.max(0, Math.min(255, 150 + 15 * wave + 10 * (i % 3) + 4 * random()));
  });
}

function patchesOf(image: Uint8Array) {
  const meter = createPatchMeter();
  meter.add(image, 1, edgePx);
  return meter.statistics();
}

const filters = 6;

function aKernel(): Float32Array {
  const random = createRandom(9);
  return Float32Array.from({ length: patchLength * filters }, () => 2 * random() - 1);
}

/** Root mean square, over an image, of what rounding changes of each filter's output. */
function errorsOn(
  image: Uint8Array,
  rounded: {
    readonly values: Int8Array;
    readonly scales: Float32Array;
    readonly bias?: Float32Array | undefined;
  },
): readonly number[] {
  const turned = turnKernel(aKernel(), [3, 3, 3, filters]);
  return Array.from({ length: filters }, (_, filter) => {
    let [sum, count] = [0, 0];
    for (let y = 0; y + 3 <= edgePx; y += 1)
      for (let x = 0; x + 3 <= edgePx; x += 1) {
        let error = -(rounded.bias?.[filter] ?? 0);
        for (let i = 0; i < patchLength; i += 1) {
          const [channel, row, column] = [Math.floor(i / 9), Math.floor(i / 3) % 3, i % 3];
          const at = filter * patchLength + i;
          const change = (turned[at] ?? 0) - (rounded.values[at] ?? 0) * (rounded.scales[filter] ?? 0);
          error += change * (image[((y + row) * edgePx + x + column) * 3 + channel] ?? 0);
        }
        sum += error ** 2;
        count += 1;
      }
    return Math.sqrt(sum / count);
  });
}

test('patches have the mean and the spread of the image', () => {
  const { mean, covariance } = patchesOf(new Uint8Array(edgePx * edgePx * 3).map((_, i) => 10 * (i % 3)));
  expect([mean[0], mean[9], mean[18]]).toEqual([0, 10, 20]);
  expect(covariance.every((value) => value === 0)).toBe(true);
  const spread = patchesOf(aSmoothImage(1)).covariance;
  for (let i = 0; i < patchLength; i += 1) {
    expect(spread[i * patchLength + i]).toBeGreaterThan(0);
    for (let j = 0; j < i; j += 1)
      expect(spread[i * patchLength + j]).toBeCloseTo(spread[j * patchLength + i] ?? 0, 6);
  }
});

test('weights rounded to images change less of other images than weights rounded to the nearest', () => {
  const { kernel, bias } = roundToImages(aKernel(), patchesOf(aSmoothImage(1)));
  const other = aSmoothImage(2);
  const nearest = errorsOn(other, quantizeKernel(aKernel(), [3, 3, 3, filters]));
  const fitted = errorsOn(other, { ...kernel, bias });
  for (const [filter, error] of fitted.entries()) expect(error).toBeLessThan((nearest[filter] ?? 0) / 2);
  expect(kernel.values.every((value) => Math.abs(value) <= 64)).toBe(true);
});

test('a filter of zeros stays zeros, and the same kernel is rounded the same way', () => {
  const patches = patchesOf(aSmoothImage(3));
  const kernel = aKernel().map((weight, place) => (place % filters === 0 ? 0 : weight));
  const rounded = roundToImages(kernel, patches);
  expect([...rounded.kernel.values.subarray(0, patchLength)]).toEqual(new Array(patchLength).fill(0));
  expect([rounded.kernel.scales[0], rounded.bias[0]]).toEqual([1, 0]);
  expect(roundToImages(kernel, patches)).toEqual(rounded);
});
