import { z } from 'zod';
import { type CellClass, type ClassProbabilities, likeliestClass } from './cellClass.ts';

/** Items that were given about the same highest probability, and how many of them were right. */
export const reliabilityBinSchema = z.object({
  /** mean of the highest probability, 0..1 */
  meanConfidence: z.number().min(0).max(1),
  hits: z.int().nonnegative(),
  count: z.int().positive(),
});

export type ReliabilityBin = Readonly<z.infer<typeof reliabilityBinSchema>>;

const binCount = 15;

/** How often a classifier is right where it is so sure: 15 equal-width bins of the highest probability, those without an
 *  item left out, the least sure first (Guo et al. 2017, arXiv 1706.04599). */
export function computeReliability(
  items: readonly { readonly cellClass: CellClass; readonly probabilities: ClassProbabilities }[],
): readonly ReliabilityBin[] {
  const bins = Array.from({ length: binCount }, () => ({ count: 0, confidence: 0, hits: 0 }));
  for (const { cellClass, probabilities } of items) {
    const predicted = likeliestClass(probabilities);
    const confidence = probabilities[predicted];
    const bin = bins[Math.min(binCount - 1, Math.floor(confidence * binCount))];
    if (bin === undefined) continue;
    bin.count += 1;
    bin.confidence += confidence;
    bin.hits += predicted === cellClass ? 1 : 0;
  }
  return bins
    .filter(({ count }) => count > 0)
    .map(({ count, confidence, hits }) => ({
      // a sum of ones in float64 may come to a hair more
      meanConfidence: Math.min(1, confidence / count),
      hits,
      count,
    }));
}

/** Expected calibration error: mean gap between confidence and accuracy, weighted by the items of a bin. */
export function calibrationErrorOf(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return 0;
  return (
    bins.reduce((sum, { meanConfidence, hits, count }) => sum + Math.abs(meanConfidence * count - hits), 0) /
    total
  );
}

/** What it said of itself on average, and how often it was right. */
export function overallReliability(
  bins: readonly ReliabilityBin[],
): { readonly confidence: number; readonly accuracy: number } | undefined {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  return {
    confidence: bins.reduce((sum, { meanConfidence, count }) => sum + meanConfidence * count, 0) / total,
    accuracy: bins.reduce((sum, { hits }) => sum + hits, 0) / total,
  };
}
