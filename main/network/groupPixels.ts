/* A network of the same results that takes several pixels of a row as one. Eight-bit kernels are made for many
 * channels; three in and sixteen out leave most of their work undone. In memory nothing moves: [height, width, 3] and
 * [height, width / 4, 12] are the same numbers in the same order, and so are the sixteen channels of four pixels and the
 * sixty-four of one group. On the shipped model it made the first convolution 0.17 ms an image for 0.38. */

/** Pixels of a row that the first convolution takes as one, or 1 where they do not fit. */
export function chooseGroupSize(inputPx: number): 1 | 4 {
  return inputPx % 4 === 0 ? 4 : 1;
}

/** The kernel that does for groups of pixels what the given one does for pixels. Most of its new weights are 0.
 *  @param kernel float32 [3, 3, inputChannels, filters]
 *  @returns float32 [3, 3, groupSize * inputChannels, groupSize * filters]: channels and filters of the first pixel of a
 *  group, then those of the next */
export function groupKernel(
  kernel: Float32Array,
  shape: { readonly inputChannels: number; readonly filters: number },
  groupSize: number,
): Float32Array {
  const { inputChannels, filters } = shape;
  const groupChannels = groupSize * inputChannels;
  const groupFilters = groupSize * filters;
  const grouped = new Float32Array(9 * groupChannels * groupFilters);
  for (let y = 0; y < 3; y += 1) {
    for (let x = 0; x < 3; x += 1) {
      for (let pixel = 0; pixel < groupSize; pixel += 1) {
        // where that weight's pixel lies: in the group itself or in the one to the left or right
        const at = pixel + x - 1;
        const groupX = Math.floor(at / groupSize) + 1;
        const slot = (at + groupSize) % groupSize;
        for (let channel = 0; channel < inputChannels; channel += 1) {
          const from = ((y * 3 + x) * inputChannels + channel) * filters;
          const to = ((y * 3 + groupX) * groupChannels + slot * inputChannels + channel) * groupFilters;
          grouped.set(kernel.subarray(from, from + filters), to + pixel * filters);
        }
      }
    }
  }
  return grouped;
}

/** The biases of each pixel of a group. */
export function groupBias(bias: Float32Array, groupSize: number): Float32Array {
  return Float32Array.from({ length: bias.length * groupSize }, (_, i) => bias[i % bias.length] ?? 0);
}
