import type { PixelBox } from './cell.ts';

/** A box may end so far beyond its picture: fractions and 1-based pixels are rounded. */
const tolerancePx = 1;

/** A box as its picture can hold it, or why it cannot.
 *  @param box in pixels of the picture, numbers of any kind
 *  @returns the box within the picture, or what is wrong with it */
export function judgeBox(
  box: PixelBox,
  picture: { readonly widthPx: number; readonly heightPx: number },
): { readonly box: PixelBox } | { readonly fault: string } {
  const { xPx, yPx, widthPx, heightPx } = box;
  if (![xPx, yPx, widthPx, heightPx].every(Number.isFinite))
    return { fault: 'the box has a value that is no number' };
  const right = xPx + widthPx;
  const lower = yPx + heightPx;
  const told = `${shown(xPx)}, ${shown(yPx)}, ${shown(widthPx)} x ${shown(heightPx)}`;
  if (widthPx <= 0 || heightPx <= 0) return { fault: `the box ${told} has no size` };
  const isInside =
    xPx >= -tolerancePx &&
    yPx >= -tolerancePx &&
    right <= picture.widthPx + tolerancePx &&
    lower <= picture.heightPx + tolerancePx;
  if (!isInside)
    return {
      fault: `the box ${told} reaches out of its picture of ${picture.widthPx} x ${picture.heightPx}`,
    };
  const [left, top] = [Math.max(0, xPx), Math.max(0, yPx)];
  const width = Math.min(right, picture.widthPx) - left;
  const height = Math.min(lower, picture.heightPx) - top;
  if (width <= 0 || height <= 0) return { fault: `the box ${told} has no size within its picture` };
  return { box: { xPx: left, yPx: top, widthPx: width, heightPx: height } };
}

function shown(value: number): string {
  return String(Math.round(value * 10) / 10);
}
