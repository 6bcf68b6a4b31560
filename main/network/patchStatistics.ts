/** Numbers in a patch of three by three pixels, in the order of an ONNX kernel: [channel, row, column]. */
export const patchLength = 27;

/** Mean and covariance of the patches of images, in levels of a byte. */
export interface PatchStatistics {
  /** [27] */
  readonly mean: Float64Array;
  /** [27, 27] */
  readonly covariance: Float64Array;
}

/** Pixels from one patch that is looked at to the next, across and down: some hundred in an image tell what all would. */
const everyPx = 7;

/** Gathers what patches of images look like, as the first convolution of a network sees them. */
export function createPatchMeter() {
  const sums = new Float64Array(patchLength);
  const products = new Float64Array(patchLength * patchLength);
  const patch = new Float64Array(patchLength);
  let seen = 0;
  const addPatch = (images: Uint8Array, at: number, rowLength: number) => {
    for (let i = 0; i < patchLength; i += 1) {
      const [channel, row, column] = [Math.floor(i / 9), Math.floor(i / 3) % 3, i % 3];
      patch[i] = images[at + row * rowLength + column * 3 + channel] as number;
    }
    for (let i = 0; i < patchLength; i += 1) {
      const one = patch[i] as number;
      sums[i] = (sums[i] as number) + one;
      for (let j = 0; j < patchLength; j += 1) {
        const place = i * patchLength + j;
        products[place] = (products[place] as number) + one * (patch[j] as number);
      }
    }
    seen += 1;
  };
  return {
    /** @param images uint8 [count, edgePx, edgePx, 3] */
    add: (images: Uint8Array, count: number, edgePx: number): void => {
      const rowLength = edgePx * 3;
      for (let image = 0; image < count; image += 1)
        for (let y = 0; y + 3 <= edgePx; y += everyPx)
          for (let x = 0; x + 3 <= edgePx; x += everyPx)
            addPatch(images, (image * edgePx + y) * rowLength + x * 3, rowLength);
    },
    statistics: (): PatchStatistics => {
      const mean = sums.map((sum) => sum / Math.max(1, seen));
      const covariance = products.map((product, place) => {
        const [i, j] = [Math.floor(place / patchLength), place % patchLength];
        return product / Math.max(1, seen) - (mean[i] as number) * (mean[j] as number);
      });
      return { mean, covariance };
    },
  };
}
