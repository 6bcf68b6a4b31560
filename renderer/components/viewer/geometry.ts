import type { PixelBox } from '../../../main/domain/cell.ts';
import type { Point } from './slideTransform.ts';

/** The upright box between two opposite corners. */
export function boxOfCorners(a: Point, b: Point): PixelBox {
  return {
    xPx: Math.min(a.x, b.x),
    yPx: Math.min(a.y, b.y),
    widthPx: Math.abs(a.x - b.x),
    heightPx: Math.abs(a.y - b.y),
  };
}

export function centreOf({ xPx, yPx, widthPx, heightPx }: PixelBox): Point {
  return { x: xPx + widthPx / 2, y: yPx + heightPx / 2 };
}

/** Whether a point lies in a closed polygon, by the even-odd rule. */
export function isInPolygon({ x, y }: Point, polygon: readonly Point[]): boolean {
  let isInside = false;
  for (let at = 0; at < polygon.length; at += 1) {
    const [a, b] = [polygon[at], polygon[(at + polygon.length - 1) % polygon.length]];
    if (a === undefined || b === undefined) continue;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) isInside = !isInside;
  }
  return isInside;
}

/** Handles of a box: corners and middles of the sides, as shares of its width and height. */
export const handles = [
  { x: 0, y: 0 },
  { x: 0.5, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 0.5 },
  { x: 1, y: 1 },
  { x: 0.5, y: 1 },
  { x: 0, y: 1 },
  { x: 0, y: 0.5 },
] as const;

export type BoxGrip = (typeof handles)[number] | 'inside';

/** What of a box a point takes hold of; undefined when it lies outside.
 *  @param reachPx of a handle, slide pixels */
export function gripAt(box: PixelBox, point: Point, reachPx: number): BoxGrip | undefined {
  const near = handles.find(
    (handle) =>
      Math.abs(point.x - (box.xPx + handle.x * box.widthPx)) <= reachPx &&
      Math.abs(point.y - (box.yPx + handle.y * box.heightPx)) <= reachPx,
  );
  if (near !== undefined) return near;
  const isInside =
    point.x >= box.xPx &&
    point.x <= box.xPx + box.widthPx &&
    point.y >= box.yPx &&
    point.y <= box.yPx + box.heightPx;
  return isInside ? 'inside' : undefined;
}

/** A box no cell is smaller than. */
export const leastEdgePx = 4;

/** The box after its grip was dragged; a side that is pushed past the other turns the box over. */
export function draggedBox(box: PixelBox, grip: BoxGrip, by: Point): PixelBox {
  if (grip === 'inside') return { ...box, xPx: box.xPx + by.x, yPx: box.yPx + by.y };
  const left = box.xPx + (grip.x === 0 ? by.x : 0);
  const right = box.xPx + box.widthPx + (grip.x === 1 ? by.x : 0);
  const top = box.yPx + (grip.y === 0 ? by.y : 0);
  const lower = box.yPx + box.heightPx + (grip.y === 1 ? by.y : 0);
  const dragged = boxOfCorners({ x: left, y: top }, { x: right, y: lower });
  return {
    ...dragged,
    widthPx: Math.max(leastEdgePx, dragged.widthPx),
    heightPx: Math.max(leastEdgePx, dragged.heightPx),
  };
}

/** A round length for a scale bar: 1, 2 or 5 times a power of ten, as long as fits.
 *  @param umPerScreenPx micrometres a screen pixel
 *  @param mostPx screen pixels
 *  @returns its length on the slide and on the screen */
export function scaleBarOf(
  umPerScreenPx: number,
  mostPx: number,
): { readonly um: number; readonly px: number } {
  const most = umPerScreenPx * mostPx;
  const power = 10 ** Math.floor(Math.log10(most));
  const um = [5, 2, 1].map((digit) => digit * power).find((length) => length <= most) ?? power;
  return { um, px: um / umPerScreenPx };
}
