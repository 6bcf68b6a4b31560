/** Levels told apart. */
const binCount = 256;

/** The value that parts values in two groups with the least variance within each (Otsu 1979,
 *  doi 10.1109/TSMC.1979.4310076).
 *  @param most values are 0 to this; larger ones count as this
 *  @returns 0..most; of values that are all alike 0 */
export function otsuThreshold(values: Float32Array, most: number): number {
  const histogram = new Float64Array(binCount);
  for (const value of values) {
    const bin = Math.min(binCount - 1, Math.max(0, Math.floor((value / most) * binCount)));
    histogram[bin] = (histogram[bin] as number) + 1;
  }
  const total = histogram.reduce((sum, count, bin) => sum + count * bin, 0);
  let [best, bestBin, below, sumBelow] = [0, 0, 0, 0];
  for (let bin = 0; bin < binCount - 1; bin += 1) {
    below += histogram[bin] as number;
    sumBelow += (histogram[bin] as number) * bin;
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const difference = sumBelow / below - (total - sumBelow) / above;
    const between = below * above * difference * difference;
    if (between > best) [best, bestBin] = [between, bin + 1];
  }
  return (bestBin / binCount) * most;
}
