import { type DetectedCell, intersectionOverUnion, type PixelBox } from '../domain/cell.ts';

/** Two boxes that overlap more than this are one cell. Touching round cells reach about 0.15. */
const sameCellIou = 0.45;

/** A box that lies this far inside another is a part of it: a lobe of a nucleus, a second peak. */
const sameCellContained = 0.75;

/** Each cell once: the best-scored box of every heap of overlapping boxes, best first. */
export function suppressOverlaps(cells: readonly DetectedCell[]): readonly DetectedCell[] {
  const byScore = [...cells].sort((a, b) => b.score - a.score);
  const kept: DetectedCell[] = [];
  for (const cell of byScore) {
    if (!kept.some((better) => isSameCell(better, cell))) kept.push(cell);
  }
  return kept;
}

/** Whether two boxes of one scale mean one cell: they overlap by nearly half, or one lies inside the other. */
export function isSameCell(a: PixelBox, b: PixelBox): boolean {
  const iou = intersectionOverUnion(a, b);
  if (iou === 0) return false;
  if (iou > sameCellIou) return true;
  const areaA = a.widthPx * a.heightPx;
  const areaB = b.widthPx * b.heightPx;
  const overlap = (iou * (areaA + areaB)) / (1 + iou);
  return overlap > sameCellContained * Math.min(areaA, areaB);
}
