import type { PixelBox } from '../../../main/domain/cell.ts';
import { centreOf, leastEdgePx } from './geometry.ts';
import type { Point } from './slideTransform.ts';

/** Where a cell is cut in two, slide pixels. */
export interface CutLine {
  readonly from: Point;
  readonly to: Point;
}

/** A line counts as upright or level as long as it leans by less than about 27°. */
const mostLean = 0.5;

/** Two round cells that touch on a diagonal: how far from its corner the point of touch lies, in widths of the cell.
 *  (1/2 + sqrt(1/8): to the middle of the cell and from there by its radius along the diagonal) */
const touchInWidths = 0.5 + Math.SQRT1_2 / 2;

/** The line through a point across the longer side of a box; undefined when the point lies outside. */
export function cutLineAt(box: PixelBox, { x, y }: Point): CutLine | undefined {
  const { xPx, yPx, widthPx, heightPx } = box;
  if (x < xPx || x > xPx + widthPx || y < yPx || y > yPx + heightPx) return undefined;
  return widthPx >= heightPx
    ? { from: { x, y: yPx }, to: { x, y: yPx + heightPx } }
    : { from: { x: xPx, y }, to: { x: xPx + widthPx, y } };
}

/** The line that halves a box across its longer side. */
export function middleLine(box: PixelBox): CutLine {
  const { widthPx, heightPx } = box;
  const { x, y } = centreOf(box);
  return widthPx >= heightPx
    ? { from: { x, y: y - heightPx / 2 }, to: { x, y: y + heightPx / 2 } }
    : { from: { x: x - widthPx / 2, y }, to: { x: x + widthPx / 2, y } };
}

/** The boxes of the two cells that a line parts. An upright or level line cuts the box; a slanted one parts two round
 *  cells that lie on the diagonal and touch at the line, whose boxes therefore overlap.
 *  @returns undefined when the line leaves nothing on one of its sides */
export function cutBox(box: PixelBox, { from, to }: CutLine): readonly [PixelBox, PixelBox] | undefined {
  const run = { x: to.x - from.x, y: to.y - from.y };
  if (run.x === 0 && run.y === 0) return undefined;
  if (Math.abs(run.x) <= mostLean * Math.abs(run.y)) {
    const x = from.x + ((centreOf(box).y - from.y) * run.x) / run.y;
    return piecesOf(box, { width: (x - box.xPx) / box.widthPx, height: undefined });
  }
  if (Math.abs(run.y) <= mostLean * Math.abs(run.x)) {
    const y = from.y + ((centreOf(box).x - from.x) * run.y) / run.x;
    return piecesOf(box, { width: undefined, height: (y - box.yPx) / box.heightPx });
  }
  return cornersOf(box, { from, run });
}

/** @param at share of the box that the first piece gets, on the one side that is cut */
function piecesOf(
  box: PixelBox,
  at: { readonly width: number | undefined; readonly height: number | undefined },
): readonly [PixelBox, PixelBox] | undefined {
  const { width = 1, height = 1 } = at;
  const [firstWidth, firstHeight] = [box.widthPx * width, box.heightPx * height];
  const left = at.width === undefined ? box.widthPx : box.widthPx - firstWidth;
  const below = at.height === undefined ? box.heightPx : box.heightPx - firstHeight;
  return ifLargeEnough([
    { ...box, widthPx: firstWidth, heightPx: firstHeight },
    {
      xPx: box.xPx + (at.width === undefined ? 0 : firstWidth),
      yPx: box.yPx + (at.height === undefined ? 0 : firstHeight),
      ...{ widthPx: left, heightPx: below },
    },
  ]);
}

function cornersOf(
  box: PixelBox,
  { from, run }: { readonly from: Point; readonly run: Point },
): readonly [PixelBox, PixelBox] | undefined {
  const { xPx, yPx, widthPx, heightPx } = box;
  // down to the right: one cell lies at the upper right of it, the other at the lower left
  const isFalling = run.x * run.y > 0;
  const start = { x: isFalling ? xPx + widthPx : xPx, y: yPx };
  const across = { x: isFalling ? -widthPx : widthPx, y: heightPx };
  const met = cross({ x: from.x - start.x, y: from.y - start.y }, run) / cross(across, run);
  if (met <= 0 || met >= 1) return undefined;
  const [upper, lower] = [Math.min(1, met / touchInWidths), Math.min(1, (1 - met) / touchInWidths)];
  return ifLargeEnough([
    {
      xPx: isFalling ? xPx + widthPx * (1 - upper) : xPx,
      yPx,
      ...{ widthPx: widthPx * upper, heightPx: heightPx * upper },
    },
    {
      xPx: isFalling ? xPx : xPx + widthPx * (1 - lower),
      yPx: yPx + heightPx * (1 - lower),
      ...{ widthPx: widthPx * lower, heightPx: heightPx * lower },
    },
  ]);
}

function cross(a: Point, b: Point): number {
  return a.x * b.y - a.y * b.x;
}

function ifLargeEnough(pieces: readonly [PixelBox, PixelBox]): readonly [PixelBox, PixelBox] | undefined {
  const isLarge = pieces.every(({ widthPx, heightPx }) => Math.min(widthPx, heightPx) >= leastEdgePx);
  return isLarge ? pieces : undefined;
}
