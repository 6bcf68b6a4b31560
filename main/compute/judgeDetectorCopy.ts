import { computeDetectionFigures, type DetectionFigures, matchBoxes } from '../detection/matchBoxes.ts';
import type { DetectorAgreement } from '../domain/engine.ts';
import type { FoundCells } from './evaluateDetector.ts';

/** What an eight-bit copy of a cell finder must reach on held-out fields to be used. */
export const detectorCopyBars = {
  /** fewer cells cannot show the rest: of a hundred one is a hundredth */
  leastLabels: 100,
  /** what F1 and the mean overlap of matched boxes may lose */
  f1Loss: 0.01,
  overlapLoss: 0.015,
} as const;

/** Compares what a cell finder and its copy found in the same fields.
 *  @param fp32, int8 in the same order */
export function compareFound(fp32: readonly FoundCells[], int8: readonly FoundCells[]): DetectorAgreement {
  const [one, other] = [figuresOf(fp32), figuresOf(int8)];
  return {
    fieldCount: fp32.length,
    labelCount: one.labelCount,
    fp32: keep(one),
    int8: keep(other),
  };
}

/** Why a copy must not be used. @returns undefined when it may */
export function findDetectorCopyFault({ labelCount, fp32, int8 }: DetectorAgreement): string | undefined {
  const { leastLabels, f1Loss, overlapLoss } = detectorCopyBars;
  if (labelCount < leastLabels)
    return `it was measured on ${labelCount} held-out cells, and at least ${leastLabels} are needed`;
  if (!(int8.f1 >= fp32.f1 - f1Loss))
    return `it finds fewer of the held-out cells: F1 ${int8.f1.toFixed(3)}, the model ${fp32.f1.toFixed(3)}`;
  if (!(int8.meanIou >= fp32.meanIou - overlapLoss))
    return `its boxes fit less well: mean overlap ${int8.meanIou.toFixed(3)}, the model ${fp32.meanIou.toFixed(3)}`;
  return undefined;
}

function figuresOf(found: readonly FoundCells[]): DetectionFigures {
  return computeDetectionFigures(found.map(({ cells, labels }) => matchBoxes(cells, labels)));
}

function keep({ detectedCount, precision, recall, f1, meanIou }: DetectionFigures) {
  return { detectedCount, precision, recall, f1, meanIou };
}
