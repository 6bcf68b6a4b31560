import type { PixelBox } from '../../domain/cell.ts';
import type { Random } from '../../domain/randomNumbers.ts';

/** How deep a point lies inside a shape, in pixels; negative outside. */
export type Depth = (xPx: number, yPx: number) => number;

/** A closed outline about a centre, given by its radius in each direction. */
export interface Outline {
  readonly xPx: number;
  readonly yPx: number;
  /** radius at `radii.length` equal steps of the angle, px */
  readonly radii: Float32Array;
}

const angleSteps = 256;

/** A round, slightly irregular outline.
 *  @param elongation longer over shorter axis, 1 for a circle
 *  @param roughness amplitude of bumps as a fraction of the radius */
export function createOutline(
  random: Random,
  disc: { readonly xPx: number; readonly yPx: number; readonly radiusPx: number },
  form: { readonly elongation: number; readonly roughness: number },
): Outline {
  const tilt = random() * Math.PI;
  const bumps = [2, 3, 4, 5, 7].map((frequency) => ({
    frequency,
    amplitude: (form.roughness * (random() * 2 - 1) * 2) / frequency,
    phase: random() * 2 * Math.PI,
  }));
  const longer = disc.radiusPx * Math.sqrt(form.elongation);
  const shorter = disc.radiusPx / Math.sqrt(form.elongation);
  const radii = Float32Array.from({ length: angleSteps }, (_, step) => {
    const angle = (step / angleSteps) * 2 * Math.PI;
    const ellipse =
      (longer * shorter) / Math.hypot(shorter * Math.cos(angle - tilt), longer * Math.sin(angle - tilt));
    return bumps.reduce(
      (radius, { frequency, amplitude, phase }) =>
        radius * (1 + amplitude * Math.sin(frequency * angle + phase)),
      ellipse,
    );
  });
  return { xPx: disc.xPx, yPx: disc.yPx, radii };
}

/** The same outline, smaller or larger, moved. */
export function scaledOutline(outline: Outline, scale: number, moveX: number, moveY: number): Outline {
  const radii = outline.radii.map((radius) => radius * scale);
  return { xPx: outline.xPx + moveX, yPx: outline.yPx + moveY, radii };
}

/** Radius of an outline towards a point, px; between two steps, linear. */
export function radiusTowards(outline: Outline, xPx: number, yPx: number): number {
  const turn = Math.atan2(yPx - outline.yPx, xPx - outline.xPx) / (2 * Math.PI) + 1;
  const at = turn * angleSteps;
  const step = Math.floor(at);
  const before = outline.radii[step % angleSteps] ?? 0;
  const after = outline.radii[(step + 1) % angleSteps] ?? 0;
  return before + (after - before) * (at - step);
}

export function outlineDepth(outline: Outline): Depth {
  return (xPx, yPx) => radiusTowards(outline, xPx, yPx) - Math.hypot(xPx - outline.xPx, yPx - outline.yPx);
}

/** The least box that holds an outline. */
export function outlineBox(outline: Outline): PixelBox {
  let [left, right, top, bottom] = [outline.xPx, outline.xPx, outline.yPx, outline.yPx];
  outline.radii.forEach((radius, step) => {
    const angle = (step / angleSteps) * 2 * Math.PI;
    left = Math.min(left, outline.xPx + radius * Math.cos(angle));
    right = Math.max(right, outline.xPx + radius * Math.cos(angle));
    top = Math.min(top, outline.yPx + radius * Math.sin(angle));
    bottom = Math.max(bottom, outline.yPx + radius * Math.sin(angle));
  });
  return { xPx: left, yPx: top, widthPx: right - left, heightPx: bottom - top };
}

export function discDepth(xPx: number, yPx: number, radiusPx: number): Depth {
  return (x, y) => radiusPx - Math.hypot(x - xPx, y - yPx);
}

/** Both shapes as one, with a waist where they meet. @param blendPx how far the waist reaches */
export function unionDepth(a: Depth, b: Depth, blendPx: number): Depth {
  return (x, y) => {
    const [one, other] = [a(x, y), b(x, y)];
    const near = Math.max(0, blendPx - Math.abs(one - other));
    return Math.max(one, other) + (near * near) / (4 * blendPx);
  };
}

/** The first shape with the second bitten out, its edge rounded. */
export function bittenDepth(whole: Depth, bite: Depth, blendPx: number): Depth {
  const union = unionDepth((x, y) => -whole(x, y), bite, blendPx);
  return (x, y) => -union(x, y);
}

/** Share of a pixel that a shape covers, 0..1. @param softPx width of its edge */
export function coverage(depthPx: number, softPx: number): number {
  return Math.min(1, Math.max(0, depthPx / softPx + 0.5));
}

/** 0 below `low`, 1 above `high`, smooth between. */
export function smoothStep(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}
