import { type ClassProbabilities, cellClasses, likeliestClass } from '../domain/cellClass.ts';
import { computeFigures, type ScoredItem } from '../domain/computeFigures.ts';
import type { Int8Agreement } from '../domain/engine.ts';
import { quantileOf } from '../domain/familiarity.ts';

/** What a copy must reach on held-out images to be used. The differences are those of a probability, of whichever
 *  class differs most. A cell whose class 0.2 can turn was undecided: its first two classes lay less than 0.4 apart. */
export const int8Bars = {
  /** fewer images cannot show the rest */
  leastImages: 100,
  agreement: 0.995,
  p99Difference: 0.08,
  greatestDifference: 0.2,
  /** of the expected calibration error */
  calibrationChange: 0.005,
} as const;

/** Compares what a model and its eight-bit copy gave the same images.
 *  @param fp32, int8 in the same order */
export function compareWithInt8(fp32: readonly ScoredItem[], int8: readonly ScoredItem[]): Int8Agreement {
  const differences = fp32.map((item, i) => differenceOf(item.probabilities, int8[i]?.probabilities));
  const same = fp32.filter((item, i) => {
    const other = int8[i];
    return other !== undefined && likeliestClass(item.probabilities) === likeliestClass(other.probabilities);
  });
  return {
    imageCount: fp32.length,
    agreement: fp32.length === 0 ? 0 : same.length / fp32.length,
    greatestDifference: differences.length === 0 ? 1 : Math.max(...differences),
    p99Difference: differences.length === 0 ? 1 : quantileOf(differences, 0.99),
    calibrationErrorFp32: calibrationErrorOf(fp32),
    calibrationErrorInt8: calibrationErrorOf(int8),
  };
}

/** The most that there is for a network that gave no numbers. */
function calibrationErrorOf(items: readonly ScoredItem[]): number {
  const areNumbers = items.every(({ probabilities }) => Object.values(probabilities).every(Number.isFinite));
  return areNumbers ? computeFigures(items).expectedCalibrationError : 1;
}

/** Why a copy must not be used. @returns undefined when it may */
export function findInt8Fault(found: Int8Agreement): string | undefined {
  const percent = (fraction: number) => `${(100 * fraction).toFixed(2)} %`;
  const { imageCount, agreement, p99Difference, greatestDifference } = found;
  if (imageCount < int8Bars.leastImages)
    return `it was measured on ${imageCount} held-out images, and at least ${int8Bars.leastImages} are needed`;
  if (!(agreement >= int8Bars.agreement))
    return `it decides as the model does on only ${percent(agreement)} of ${imageCount} held-out images`;
  if (!(p99Difference <= int8Bars.p99Difference))
    return `its probabilities differ by more than ${int8Bars.p99Difference} on over 1 % of the held-out images (${p99Difference.toFixed(3)})`;
  if (!(greatestDifference <= int8Bars.greatestDifference))
    return `a probability differs by ${greatestDifference.toFixed(3)}, more than ${int8Bars.greatestDifference}`;
  const change = Math.abs(found.calibrationErrorInt8 - found.calibrationErrorFp32);
  if (!(change <= int8Bars.calibrationChange))
    return `its calibration error differs by ${percent(change)}, more than ${percent(int8Bars.calibrationChange)}`;
  return undefined;
}

function differenceOf(one: ClassProbabilities, other: ClassProbabilities | undefined): number {
  if (other === undefined) return 1;
  const found = Math.max(...cellClasses.map((cellClass) => Math.abs(one[cellClass] - other[cellClass])));
  // a network that gave no number agrees with nothing
  return Number.isNaN(found) ? 1 : Math.min(1, found);
}
