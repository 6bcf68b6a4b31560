import type { RgbRaster } from '../../domain/raster.ts';
import type { ColourTransform } from '../colourTransform.ts';

/** A block of OpenSlide's pixels. */
interface ArgbBlock {
  /** uint32 [rows, argbWidthPx]: alpha, red, green, blue from the highest byte; colours multiplied by alpha */
  readonly argb: Uint32Array;
  readonly argbWidthPx: number;
  /** first pixel that is taken */
  readonly fromX: number;
  readonly fromY: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** OpenSlide's pixels as sRGB, laid over the slide's own background. What is wholly transparent shows the
 *  background exactly, whatever the colour profile does to it.
 *  @param background 0xRRGGBB in sRGB */
export function convertArgb(
  block: ArgbBlock,
  background: number,
  transform: ColourTransform | undefined,
): RgbRaster {
  const { widthPx, heightPx } = block;
  const data = new Uint8Array(widthPx * heightPx * 3);
  const isOpaque = flattenInto(data, block, background);
  if (transform !== undefined) {
    transform.transformInPlace(data);
    if (!isOpaque) restoreBackgroundIn(data, block, background);
  }
  return { widthPx, heightPx, data };
}

/** @returns false when a pixel was not opaque */
function flattenInto(data: Uint8Array, block: ArgbBlock, background: number): boolean {
  const { argb, argbWidthPx, fromX, fromY, widthPx, heightPx } = block;
  let to = 0;
  let leastAlpha = 0xff;
  for (let y = 0; y < heightPx; y += 1) {
    const start = (fromY + y) * argbWidthPx + fromX;
    for (let from = start; from < start + widthPx; from += 1) {
      const pixel = argb[from] as number;
      const alpha = pixel >>> 24;
      if (alpha === 0xff) {
        data[to] = pixel >> 16;
        data[to + 1] = pixel >> 8;
        data[to + 2] = pixel;
      } else {
        if (alpha < leastAlpha) leastAlpha = alpha;
        data[to] = overColour(pixel >> 16, alpha, background >> 16);
        data[to + 1] = overColour(pixel >> 8, alpha, background >> 8);
        data[to + 2] = overColour(pixel, alpha, background);
      }
      to += 3;
    }
  }
  return leastAlpha === 0xff;
}

/** One channel, in the lowest byte of each. */
function overColour(premultiplied: number, alpha: number, background: number): number {
  return Math.min(0xff, (premultiplied & 0xff) + Math.round(((background & 0xff) * (0xff - alpha)) / 0xff));
}

function restoreBackgroundIn(data: Uint8Array, block: ArgbBlock, background: number): void {
  const { argb, argbWidthPx, fromX, fromY, widthPx, heightPx } = block;
  for (let i = 0; i < widthPx * heightPx; i += 1) {
    const from = (fromY + Math.floor(i / widthPx)) * argbWidthPx + fromX + (i % widthPx);
    if ((argb[from] as number) >>> 24 !== 0) continue;
    data[i * 3] = background >> 16;
    data[i * 3 + 1] = background >> 8;
    data[i * 3 + 2] = background;
  }
}
