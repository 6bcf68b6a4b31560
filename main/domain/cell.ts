import type { Judgement, ProposedClass } from './judgement.ts';

/** A box in pixels of its field: x and y are the upper left corner, 0 at the field's upper left. */
export interface PixelBox {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A white cell found in a field; score 0..1 is the detector's confidence. */
export interface DetectedCell extends PixelBox {
  readonly score: number;
}

/** A detected cell with what one model version says of it. */
export interface ClassifiedCell extends DetectedCell, Judgement {
  readonly fieldIndex: number;
  readonly cellClass: ProposedClass;
}

/** Whether two boxes share an area. */
export function boxesMeet(a: PixelBox, b: PixelBox): boolean {
  return (
    a.xPx < b.xPx + b.widthPx &&
    b.xPx < a.xPx + a.widthPx &&
    a.yPx < b.yPx + b.heightPx &&
    b.yPx < a.yPx + a.heightPx
  );
}

/** Intersection over union of two boxes, 0..1. */
export function intersectionOverUnion(a: PixelBox, b: PixelBox): number {
  const overlapX = Math.min(a.xPx + a.widthPx, b.xPx + b.widthPx) - Math.max(a.xPx, b.xPx);
  const overlapY = Math.min(a.yPx + a.heightPx, b.yPx + b.heightPx) - Math.max(a.yPx, b.yPx);
  if (overlapX <= 0 || overlapY <= 0) return 0;
  const overlap = overlapX * overlapY;
  return overlap / (a.widthPx * a.heightPx + b.widthPx * b.heightPx - overlap);
}
