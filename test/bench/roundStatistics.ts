/** The middle value; the mean of the two middle ones of an even count. @throws RangeError when empty */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (low === undefined || high === undefined) throw new RangeError('The median of nothing');
  return (low + high) / 2;
}

/** Median of the ratios of rounds that ran side by side, so that noise which hits both cancels.
 *  @param ours,theirs images per second, one a round */
export function medianRatio(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) throw new RangeError('Rounds without a partner');
  return median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}

/** The list turned left by `count`: each round starts with another peer, so that none is always first. */
export function rotate<Item>(items: readonly Item[], count: number): readonly Item[] {
  const start = count % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value that a fraction of the values does not exceed: of 100 values 0.95 is the 95th smallest.
 *  @throws RangeError when empty */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(fraction * sorted.length) - 1))];
  if (found === undefined) throw new RangeError('The quantile of nothing');
  return found;
}
