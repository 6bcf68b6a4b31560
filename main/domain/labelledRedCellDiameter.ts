import type { PixelBox } from './cell.ts';
import { medianOf } from './remainingTime.ts';

/** The ruler by the labels: median side of the boxes of whole red cells, those that touch no edge; where fewer
 *  than three are whole, the median of the longer sides, which an edge seldom cuts.
 *  @param redCells in pixels
 *  @returns undefined when no red cell is labelled */
export function labelledRedCellDiameter(
  redCells: readonly PixelBox[],
  size: { readonly widthPx: number; readonly heightPx: number },
): number | undefined {
  const whole = redCells.filter(
    (box) =>
      box.xPx > 2 &&
      box.yPx > 2 &&
      box.xPx + box.widthPx < size.widthPx - 2 &&
      box.yPx + box.heightPx < size.heightPx - 2,
  );
  if (redCells.length === 0) return undefined;
  if (whole.length < 3) return medianOf(redCells.map((box) => Math.max(box.widthPx, box.heightPx)));
  return medianOf(whole.map((box) => Math.sqrt(box.widthPx * box.heightPx)));
}
