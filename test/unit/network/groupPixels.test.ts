import { expect, test } from 'vitest';
import { createRandom } from '../../../main/domain/randomNumbers.ts';
import { chooseGroupSize, groupBias, groupKernel } from '../../../main/network/groupPixels.ts';

interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: number;
  /** [height, width, channels] */
  readonly values: Float32Array;
}

/** Convolution by definition, 3x3, zeros beyond the edge. @returns [height, width, filters] */
function convolve(picture: Picture, kernel: Float32Array, bias: Float32Array): number[] {
  const { widthPx, heightPx, channels, values } = picture;
  const result: number[] = [];
  for (let y = 0; y < heightPx; y += 1)
    for (let x = 0; x < widthPx; x += 1)
      for (const [filter, shift] of bias.entries()) {
        let sum = shift;
        for (let tap = 0; tap < 9; tap += 1) {
          const [atY, atX] = [y + Math.floor(tap / 3) - 1, x + (tap % 3) - 1];
          if (atY < 0 || atY >= heightPx || atX < 0 || atX >= widthPx) continue;
          for (let channel = 0; channel < channels; channel += 1) {
            const value = values[(atY * widthPx + atX) * channels + channel] ?? 0;
            sum += value * (kernel[(tap * channels + channel) * bias.length + filter] ?? 0);
          }
        }
        result.push(sum);
      }
  return result;
}

test('a kernel for groups of pixels gives the numbers of the one for pixels, in the same order, edges too', () => {
  const random = createRandom(3);
  const drawn = (length: number) => Float32Array.from({ length }, () => random() - 0.5);
  const [inputChannels, filters, groupSize] = [3, 5, 4];
  const kernel = drawn(9 * inputChannels * filters);
  const bias = drawn(filters);
  const values = drawn(6 * 16 * inputChannels);
  const plain = convolve({ widthPx: 16, heightPx: 6, channels: inputChannels, values }, kernel, bias);
  const grouped = convolve(
    { widthPx: 16 / groupSize, heightPx: 6, channels: inputChannels * groupSize, values },
    groupKernel(kernel, { inputChannels, filters }, groupSize),
    groupBias(bias, groupSize),
  );
  expect(grouped).toHaveLength(plain.length);
  // the same products, added in another order
  for (const [i, value] of plain.entries()) expect(grouped[i]).toBeCloseTo(value, 12);
});

test('rows that groups do not fill are taken pixel by pixel', () => {
  expect([32, 96, 128, 224].map(chooseGroupSize)).toEqual([4, 4, 4, 4]);
  expect([33, 34, 35].map(chooseGroupSize)).toEqual([1, 1, 1]);
});
