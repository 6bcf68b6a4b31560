/** From slide pixels to pixels of the screen: x' = a x + c y + e, y' = b x + d y + f. */
export interface SlideTransform {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
  /** screen pixels a slide pixel */
  readonly scale: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** @param origin of (0, 0) on the screen
 *  @param right of (unit, 0), lower of (0, unit) */
export function transformOfPoints(origin: Point, right: Point, lower: Point, unit: number): SlideTransform {
  const [a, b] = [(right.x - origin.x) / unit, (right.y - origin.y) / unit];
  const [c, d] = [(lower.x - origin.x) / unit, (lower.y - origin.y) / unit];
  return { a, b, c, d, e: origin.x, f: origin.y, scale: Math.hypot(a, b) };
}

/** The same seen in a mirror across the middle of the screen. */
export function mirrored(transform: SlideTransform, widthPx: number): SlideTransform {
  return { ...transform, a: -transform.a, c: -transform.c, e: widthPx - transform.e };
}

export function toScreen(transform: SlideTransform, { x, y }: Point): Point {
  const { a, b, c, d, e, f } = transform;
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}

export function toSlide(transform: SlideTransform, { x, y }: Point): Point {
  const { a, b, c, d, e, f } = transform;
  const determinant = a * d - b * c;
  return {
    x: (d * (x - e) - c * (y - f)) / determinant,
    y: (a * (y - f) - b * (x - e)) / determinant,
  };
}

/** The upright rectangle of the slide that holds all that the screen shows. */
export function visibleRectangle(transform: SlideTransform, widthPx: number, heightPx: number) {
  const corners = [
    { x: 0, y: 0 },
    { x: widthPx, y: 0 },
    { x: 0, y: heightPx },
    { x: widthPx, y: heightPx },
  ].map((corner) => toSlide(transform, corner));
  return {
    left: Math.min(...corners.map(({ x }) => x)),
    top: Math.min(...corners.map(({ y }) => y)),
    right: Math.max(...corners.map(({ x }) => x)),
    lower: Math.max(...corners.map(({ y }) => y)),
  };
}
