import { type DetectedCell, intersectionOverUnion, type PixelBox } from '../domain/cell.ts';

/** Detections of one field against its labels. */
export interface BoxMatches {
  /** intersection over union of each match, 0..1 */
  readonly matchedIous: readonly number[];
  readonly falsePositives: number;
  readonly missed: number;
}

/** Matches detections to labels greedily, best score first: each takes the free label it overlaps most, if by
 *  at least `leastIou`. */
export function matchBoxes(
  cells: readonly DetectedCell[],
  labels: readonly PixelBox[],
  leastIou = 0.5,
): BoxMatches {
  const free = new Set(labels);
  const matchedIous: number[] = [];
  for (const cell of [...cells].sort((a, b) => b.score - a.score)) {
    let taken: PixelBox | undefined;
    let most = leastIou;
    for (const label of free) {
      const iou = intersectionOverUnion(cell, label);
      if (iou >= most) {
        most = iou;
        taken = label;
      }
    }
    if (taken === undefined) continue;
    free.delete(taken);
    matchedIous.push(most);
  }
  return { matchedIous, falsePositives: cells.length - matchedIous.length, missed: free.size };
}

/** Figures over many fields, fractions 0..1; 0 where there is nothing to divide by. */
export interface DetectionFigures {
  readonly labelCount: number;
  readonly detectedCount: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** of the matched boxes */
  readonly meanIou: number;
}

export function computeDetectionFigures(fields: readonly BoxMatches[]): DetectionFigures {
  const ious = fields.flatMap((field) => field.matchedIous);
  const falsePositives = fields.reduce((sum, field) => sum + field.falsePositives, 0);
  const missed = fields.reduce((sum, field) => sum + field.missed, 0);
  const matched = ious.length;
  return {
    labelCount: matched + missed,
    detectedCount: matched + falsePositives,
    precision: share(matched, matched + falsePositives),
    recall: share(matched, matched + missed),
    f1: share(2 * matched, 2 * matched + falsePositives + missed),
    meanIou: share(
      ious.reduce((sum, iou) => sum + iou, 0),
      matched,
    ),
  };
}

function share(part: number, total: number): number {
  return total === 0 ? 0 : part / total;
}
