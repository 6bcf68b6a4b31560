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

/** Thresholds below this let so much in that no choice falls on them. */
const leastThreshold = 0.05;

/** Runs the detector, ruler included, on labelled fields; keeps every cell above 0.05. */
export async function findInFields(
  fields: readonly LabelledField[],
  finder: CellFinder,
  signal: AbortSignal,
): Promise<readonly FoundCells[]> {
  const found: FoundCells[] = [];
  for (const field of fields) {
    await breathe(signal);
    const { cells } = detectCells(field.raster, finder, { scoreThreshold: leastThreshold, signal });
    found.push({ cells, labels: field.whiteCells });
  }
  return found;
}

/** The threshold, in steps of 0.01, of the highest F1; of equal ones the middle, farthest from both errors. */
export function chooseThreshold(found: readonly FoundCells[]): {
  readonly threshold: number;
  readonly figures: DetectionFigures;
} {
  const choices = Array.from({ length: 90 }, (_, i) => {
    const threshold = Math.round(leastThreshold * 100 + i) / 100;
    return { threshold, figures: computeFiguresAt(found, threshold) };
  });
  const most = Math.max(...choices.map((choice) => choice.figures.f1));
  const best = choices.filter((choice) => choice.figures.f1 === most);
  const middle = best[Math.floor(best.length / 2)];
  if (middle === undefined) throw new Error('No threshold to choose from');
  return middle;
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
