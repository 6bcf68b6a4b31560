/** What a network makes of the cells that it was trained on: the centre of each class in the space of its pooled
 *  features, and the linear map that makes their spread about the centres a unit sphere. A cell far from every centre is
 *  like none of them (Mahalanobis distance with one covariance for all classes: Lee et al. 2018, arXiv 1807.03888). */
export interface Familiarity {
  readonly featureCount: number;
  /** [featureCount, featureCount], lower triangular, row-major: whitened = map * features */
  readonly whitening: Float32Array;
  /** [classes, featureCount], whitened */
  readonly centres: Float32Array;
}

/** Share of the average variance that is added to each feature's, so that features which hardly vary in training do
 *  not decide alone. */
const ridge = 0.05;

/** @param rows pooled features of training cells, all of one length
 *  @param labels class number of each row
 *  @throws RangeError with fewer rows than classes, or a class without one */
export function fitFamiliarity(
  rows: readonly Float32Array[],
  labels: readonly number[],
  classCount: number,
): Familiarity {
  const featureCount = rows[0]?.length ?? 0;
  const means = Array.from({ length: classCount }, () => new Float64Array(featureCount));
  const counts = new Int32Array(classCount);
  for (const [i, row] of rows.entries()) {
    const label = labels[i] ?? 0;
    const mean = means[label];
    counts[label] = (counts[label] ?? 0) + 1;
    for (let k = 0; k < featureCount; k += 1) if (mean) mean[k] = (mean[k] ?? 0) + (row[k] ?? 0);
  }
  if (counts.some((count) => count === 0)) throw new RangeError('A class has no cell to know it by');
  for (const [c, mean] of means.entries())
    for (let k = 0; k < featureCount; k += 1) mean[k] = (mean[k] ?? 0) / (counts[c] ?? 1);
  const whitening = invertLower(factorise(covarianceAbout(means, rows, labels), featureCount), featureCount);
  const centres = new Float32Array(classCount * featureCount);
  for (const [c, mean] of means.entries())
    centres.set(whiten(Float32Array.from(mean), whitening, featureCount), c * featureCount);
  return { featureCount, whitening, centres };
}

/** Distance to the nearest class centre, about 1 for a typical training cell: root mean square over the features. */
export function measureDistance(features: Float32Array, familiarity: Familiarity): number {
  const { featureCount, whitening, centres } = familiarity;
  const white = whiten(features, whitening, featureCount);
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < centres.length; at += featureCount) {
    let sum = 0;
    for (let k = 0; k < featureCount; k += 1) {
      const difference = (white[k] as number) - (centres[at + k] as number);
      sum += difference * difference;
    }
    least = Math.min(least, sum);
  }
  return Math.sqrt(least / Math.max(1, featureCount));
}

/** The value that a share of the values does not exceed. @param share 0..1 @param values at least one */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

function covarianceAbout(
  means: readonly Float64Array[],
  rows: readonly Float32Array[],
  labels: readonly number[],
): Float64Array {
  const n = means[0]?.length ?? 0;
  const sum = new Float64Array(n * n);
  const difference = new Float64Array(n);
  for (const [i, row] of rows.entries()) {
    const mean = means[labels[i] ?? 0] as Float64Array;
    for (let k = 0; k < n; k += 1) difference[k] = (row[k] as number) - (mean[k] as number);
    for (let a = 0; a < n; a += 1) {
      const left = difference[a] as number;
      for (let b = 0; b <= a; b += 1)
        sum[a * n + b] = (sum[a * n + b] as number) + left * (difference[b] as number);
    }
  }
  let trace = 0;
  for (let a = 0; a < n; a += 1) trace += (sum[a * n + a] as number) / rows.length;
  const added = Math.max(1e-9, (ridge * trace) / Math.max(1, n));
  for (let a = 0; a < n; a += 1) {
    for (let b = 0; b <= a; b += 1) {
      const value = (sum[a * n + b] as number) / rows.length + (a === b ? added : 0);
      sum[a * n + b] = value;
      sum[b * n + a] = value;
    }
  }
  return sum;
}

/** Cholesky: the lower triangular L with L * transpose(L) = a symmetric positive definite matrix. */
function factorise(matrix: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * n + column] as number;
      for (let k = 0; k < column; k += 1)
        sum -= (lower[row * n + k] as number) * (lower[column * n + k] as number);
      lower[row * n + column] =
        row === column ? Math.sqrt(Math.max(1e-12, sum)) : sum / (lower[column * n + column] as number);
    }
  }
  return lower;
}

function invertLower(lower: Float64Array, n: number): Float32Array {
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column += 1) {
    inverse[column * n + column] = 1 / (lower[column * n + column] as number);
    for (let row = column + 1; row < n; row += 1) {
      let sum = 0;
      for (let k = column; k < row; k += 1)
        sum -= (lower[row * n + k] as number) * (inverse[k * n + column] as number);
      inverse[row * n + column] = sum / (lower[row * n + row] as number);
    }
  }
  return Float32Array.from(inverse);
}

function whiten(features: Float32Array, whitening: Float32Array, n: number): Float32Array {
  const result = new Float32Array(n);
  for (let row = 0; row < n; row += 1) {
    let sum = 0;
    for (let k = 0; k <= row; k += 1) sum += (whitening[row * n + k] as number) * (features[k] as number);
    result[row] = sum;
  }
  return result;
}
