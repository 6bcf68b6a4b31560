import type { CellFinder } from '../detection/cellFinder.ts';
import { detectCells } from '../detection/detectCells.ts';
import { computeDetectionFigures, type DetectionFigures, matchBoxes } from '../detection/matchBoxes.ts';
import type { DetectedCell, PixelBox } from '../domain/cell.ts';
import type { LabelledField } from '../network/detectorField.ts';
import { breathe } from './readAhead.ts';

/** What a detector found in a field beside what is there. */
export interface FoundCells {
  readonly cells: readonly DetectedCell[];
  readonly labels: readonly PixelBox[];
}

/** Of twenty training fields in order of name three are held out, to choose step and threshold by. */
export function isHeldOut(_label: unknown, index: number): boolean {
  return index % 20 < 3;
}

/** Thresholds below this let so much in that no choice falls on them. */
const leastThreshold = 0.05;

/** Runs the detector, ruler included, on labelled fields.
 *  @param scoreThreshold of the cells that are kept; nearly all unless told */
export async function findInFields(
  fields: readonly LabelledField[],
  finder: CellFinder,
  signal: AbortSignal,
  scoreThreshold: number = leastThreshold,
): Promise<readonly FoundCells[]> {
  const found: FoundCells[] = [];
  for (const field of fields) {
    await breathe(signal);
    const { cells } = await detectCells(field.raster, finder, { scoreThreshold, signal });
    found.push({ cells, labels: field.whiteCells });
  }
  return found;
}

/** F1 this close to the best counts as the best: one cell of 160 held-out ones moves it by 0.003. */
const f1Tolerance = 0.005;

/** The threshold, in steps of 0.01, in the middle of those whose F1 is as good as the best, to 0.005: farthest from
 *  both kinds of error. */
export function chooseThreshold(found: readonly FoundCells[]): {
  readonly threshold: number;
  readonly figures: DetectionFigures;
} {
  const choices = Array.from({ length: 90 }, (_, i) => {
    const threshold = Math.round(leastThreshold * 100 + i) / 100;
    return { threshold, figures: computeFiguresAt(found, threshold) };
  });
  const most = Math.max(...choices.map((choice) => choice.figures.f1));
  const best = choices.filter((choice) => choice.figures.f1 >= most - f1Tolerance);
  const middle = best[Math.floor(best.length / 2)];
  if (middle === undefined) throw new Error('No threshold to choose from');
  return middle;
}

/** How well a detector parts cells from the rest, 0..1: its F1 averaged over thresholds from 0.2 to 0.7. One cell
 *  more or less moves the best F1 of a small held-out part by more than a thousand steps do; this shows them. */
export function computeMargin(found: readonly FoundCells[]): number {
  const thresholds = Array.from({ length: 11 }, (_, i) => 0.2 + 0.05 * i);
  const scores = thresholds.map((threshold) => computeFiguresAt(found, threshold).f1);
  return scores.reduce((sum, f1) => sum + f1, 0) / scores.length;
}

export function computeFiguresAt(found: readonly FoundCells[], threshold: number): DetectionFigures {
  return computeDetectionFigures(
    found.map(({ cells, labels }) =>
      matchBoxes(
        cells.filter((cell) => cell.score >= threshold),
        labels,
      ),
    ),
  );
}
