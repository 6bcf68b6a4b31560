import type { PixelBox } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';

type Colour = readonly [red: number, green: number, blue: number];

/* Greys and a red that no stain gives and that stand out on a light and on a dark screen alike. */
const ground: Colour = [214, 214, 214];
const stripe: Colour = [150, 150, 150];
const cross: Colour = [190, 38, 38];

/** Width of a stripe and of the gap beside it. */
const stripePx = 6;
/** Half the width of the lines of the cross, as a part of the box's shorter edge; at least half a pixel. */
const crossPart = 0.012;

/** Paints over a damaged part so that nobody takes it for tissue: grey stripes under a red cross and frame. What is
 *  beyond the image is left out.
 *  @param box in pixels of the image; may be fractional and may reach beyond it: the cross then shows in part
 *  @param origin where the image lies on its level, so that stripes run on through neighbouring tiles */
export function markDamageInPlace(
  image: RgbRaster,
  box: PixelBox,
  origin: Pick<PixelBox, 'xPx' | 'yPx'>,
): void {
  const firstX = Math.max(0, Math.floor(box.xPx));
  const lastX = Math.min(image.widthPx, Math.ceil(box.xPx + box.widthPx));
  const firstY = Math.max(0, Math.floor(box.yPx));
  const lastY = Math.min(image.heightPx, Math.ceil(box.yPx + box.heightPx));
  for (let y = firstY; y < lastY; y += 1) {
    for (let x = firstX; x < lastX; x += 1) {
      const colour = isOnCross(x + 0.5 - box.xPx, y + 0.5 - box.yPx, box)
        ? cross
        : isOnStripe(x + origin.xPx, y + origin.yPx)
          ? stripe
          : ground;
      image.data.set(colour, (y * image.widthPx + x) * 3);
    }
  }
}

function isOnStripe(x: number, y: number): boolean {
  return Math.floor((x + y) / stripePx) % 2 === 0;
}

/** @param x,y from the box's upper left */
function isOnCross(x: number, y: number, { widthPx, heightPx }: PixelBox): boolean {
  const halfLine = Math.max(0.75, crossPart * Math.min(widthPx, heightPx));
  const toEdge = Math.min(x, y, widthPx - x, heightPx - y);
  if (toEdge < halfLine) return true;
  const diagonal = Math.hypot(widthPx, heightPx);
  const toFalling = Math.abs(x * heightPx - y * widthPx) / diagonal;
  const toRising = Math.abs(x * heightPx + y * widthPx - widthPx * heightPx) / diagonal;
  return Math.min(toFalling, toRising) < halfLine * 1.5;
}
