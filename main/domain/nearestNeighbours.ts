/** What most of the k nearest points are, by Euclidean distance over standardised features: the plainest
 *  classifier there is, as a baseline for better ones. A tie goes to the nearest of the tied.
 *  @param known labelled points, all of one length
 *  @param asked points to label
 *  @returns a label for each asked point */
export function labelByNearest<Label>(
  known: readonly { readonly features: readonly number[]; readonly label: Label }[],
  asked: readonly (readonly number[])[],
  k: number,
): readonly Label[] {
  const scales = computeScales(known.map(({ features }) => features));
  const scaled = (features: readonly number[]) =>
    features.map((value, i) => (value - (scales[i]?.mean ?? 0)) / (scales[i]?.deviation ?? 1));
  const points = known.map(({ features, label }) => ({ features: scaled(features), label }));
  return asked.map((features) => {
    const target = scaled(features);
    const nearest: { label: Label; distance: number }[] = [];
    for (const { label, features: other } of points) {
      const distance = squaredDistance(other, target);
      const place = nearest.findIndex((one) => distance < one.distance);
      if (place >= 0) nearest.splice(place, 0, { label, distance });
      else if (nearest.length < k) nearest.push({ label, distance });
      if (nearest.length > k) nearest.pop();
    }
    return mostFrequent(nearest.map(({ label }) => label));
  });
}

function computeScales(
  rows: readonly (readonly number[])[],
): readonly { readonly mean: number; readonly deviation: number }[] {
  const [first] = rows;
  if (first === undefined) throw new RangeError('Nearest neighbours need at least one known point');
  return first.map((_, i) => {
    const mean = rows.reduce((sum, row) => sum + (row[i] ?? 0), 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + ((row[i] ?? 0) - mean) ** 2, 0) / rows.length;
    return { mean, deviation: Math.sqrt(variance) || 1 };
  });
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  // a plain loop: it runs for every pair of points
  for (let i = 0; i < a.length; i += 1) {
    const difference = (a[i] as number) - (b[i] ?? 0);
    sum += difference * difference;
  }
  return sum;
}

function mostFrequent<Label>(labels: readonly Label[]): Label {
  const counts = new Map<Label, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  if (best === undefined) throw new RangeError('Nearest neighbours need k of at least 1');
  return best[0];
}
