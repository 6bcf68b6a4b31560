import { medianOf } from './remainingTime.ts';

/** Where a pixel size comes from: the slide's own file, a person, or the width of the red cells. */
export type PixelSizeOrigin = 'file' | 'manual' | 'estimated';

/** Edge lengths of a full-resolution pixel on the slide. Unknown is `undefined`, never 1. */
export interface PixelSize {
  readonly xUm: number;
  readonly yUm: number;
  readonly origin: PixelSizeOrigin;
  /** of an estimate: between these the true size is expected; undefined for the other origins */
  readonly interval: PixelSizeInterval | undefined;
}

export interface PixelSizeInterval {
  readonly lowUm: number;
  readonly highUm: number;
}

/** Width of a red cell on a dried smear, and the range of normal ones: the ruler of a slide without another. */
export const redCellWidthUm = 7.2;
export const redCellRangeUm = { low: 6.2, high: 8.2 } as const;

/** Pixel sizes that a microscope or slide scanner can have: from 100x with a fine camera to a low-power
 *  overview. What lies outside is a printer's resolution (72 dpi is 353 µm), not a measurement. */
export const plausibleUm = { least: 0.02, most: 20 } as const;

/** Most that the two edges of a pixel may differ by, as a ratio. */
const mostAnisotropy = 1.2;

/** A pixel size as read from a file or given by a person.
 *  @returns undefined when it is missing, no number, implausible for a microscope, or far from square */
export function readPixelSize(
  xUm: number | undefined,
  yUm: number | undefined,
  origin: 'file' | 'manual',
): PixelSize | undefined {
  if (xUm === undefined || yUm === undefined) return undefined;
  if (!isPlausible(xUm) || !isPlausible(yUm)) return undefined;
  if (Math.max(xUm / yUm, yUm / xUm) > mostAnisotropy) return undefined;
  return { xUm, yUm, origin, interval: undefined };
}

function isPlausible(um: number): boolean {
  return um >= plausibleUm.least && um <= plausibleUm.most;
}

/** The pixel size by the red cells. The interval holds the spread of the fields' medians and the normal range
 *  of a red cell's width: a microcytic blood moves the estimate within it.
 *  @param diametersPx median width of a red cell in each measured field, pixels; at least one */
export function estimatePixelSize(diametersPx: readonly number[]): PixelSize {
  const [least, most] = [Math.min(...diametersPx), Math.max(...diametersPx)];
  const medianPx = medianOf(diametersPx);
  if (medianPx === undefined || !(least > 0))
    throw new RangeError('A pixel size is estimated from at least one red cell');
  const um = redCellWidthUm / medianPx;
  const interval = { lowUm: redCellRangeUm.low / most, highUm: redCellRangeUm.high / least };
  return { xUm: um, yUm: um, origin: 'estimated', interval };
}

/** Width that a red cell has at a pixel size, full-resolution pixels: what brings crops to a model's scale. */
export function redCellDiameterPxAt(pixelSize: PixelSize): number {
  return redCellWidthUm / Math.sqrt(pixelSize.xUm * pixelSize.yUm);
}
