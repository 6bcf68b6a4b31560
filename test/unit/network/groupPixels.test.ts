import { expect, test } from 'vitest';
import { createRandom } from '../../../main/domain/randomNumbers.ts';
import { groupFilters, pixelsOfGroup, repeatFilters } from '../../../main/network/groupPixels.ts';

interface Filters {
  readonly values: ArrayLike<number>;
  /** [filters, channels, height, width] */
  readonly shape: readonly [number, number, number, number];
}

/** A convolution without edges, by its definition.
 *  @param image [height, width, channels]
 *  @returns [rows, columns, filters] */
function convolve(
  image: { readonly values: ArrayLike<number>; readonly width: number; readonly height: number },
  { values, shape }: Filters,
  strides: readonly [down: number, across: number],
): readonly number[] {
  const [filters, channels, height, width] = shape;
  const found: number[] = [];
  for (let y = 0; y + height <= image.height; y += strides[0])
    for (let x = 0; x + width <= image.width; x += strides[1])
      for (let filter = 0; filter < filters; filter += 1) {
        let sum = 0;
        for (let i = 0; i < channels * height * width; i += 1) {
          const [channel, row, column] = [
            Math.floor(i / (height * width)),
            Math.floor(i / width) % height,
            i % width,
          ];
          const at = ((y + row) * image.width + x + column) * channels + channel;
          sum += (image.values[at] ?? 0) * (values[filter * channels * height * width + i] ?? 0);
        }
        found.push(sum);
      }
  return found;
}

test.each([1, 2] as const)(
  'filters of groups give what those of pixels give, at a stride of %d',
  (stride) => {
    const random = createRandom(4);
    const whole = (length: number, most: number) =>
      Array.from({ length }, () => Math.round((2 * random() - 1) * most));
    const [filters, channels, height, width] = [5, 3, 7, 16];
    const kernel = {
      values: Int8Array.from(whole(filters * channels * 9, 64)),
      scales: Float32Array.from({ length: filters }, (_, i) => i + 1),
    };
    const image = whole(height * (width + pixelsOfGroup) * channels, 255);
    const size = { values: image, height, width: width + pixelsOfGroup };
    const plain = convolve(size, { values: kernel.values, shape: [filters, channels, 3, 3] }, [
      stride,
      stride,
    ]);
    const results = pixelsOfGroup / stride;
    const grouped = groupFilters(kernel, { filters, inputChannels: channels, stride });
    const seen = convolve(
      { values: image, height, width: width / pixelsOfGroup + 1 },
      { values: grouped.values, shape: [results * filters, pixelsOfGroup * channels, 3, 2] },
      [stride, 1],
    );
    // a row of groups is as many pixels as the row has without the last group, which only pads
    const rowLength = (width / stride) * filters;
    const plainRowLength = (Math.floor((width + pixelsOfGroup - 3) / stride) + 1) * filters;
    const wanted = plain.filter((_, at) => at % plainRowLength < rowLength);
    expect(seen).toHaveLength(wanted.length);
    expect(seen.some((value) => value !== 0)).toBe(true);
    expect(seen).toEqual(wanted);
    expect([...grouped.scales]).toEqual(Array.from({ length: results }, () => [1, 2, 3, 4, 5]).flat());
  },
);

test('filters are repeated one after the other, with their scales', () => {
  const twice = repeatFilters({ values: Int32Array.of(3, -4), scales: Float32Array.of(0.5, 0.25) }, 2);
  expect([[...twice.values], [...twice.scales]]).toEqual([
    [3, -4, 3, -4],
    [0.5, 0.25, 0.5, 0.25],
  ]);
});
