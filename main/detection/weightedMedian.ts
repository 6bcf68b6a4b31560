/** The value at which half of the weight is reached; undefined of nothing. */
export function weightedMedian(
  values: readonly { readonly value: number; readonly weight: number }[],
): number | undefined {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, one) => sum + one.weight, 0) / 2;
  let sum = 0;
  for (const one of sorted) {
    sum += one.weight;
    if (sum >= half) return one.value;
  }
  return undefined;
}
