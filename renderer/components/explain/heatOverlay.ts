import { type HeatMap, heatAt, heatColour } from '../../../main/domain/heatMap.ts';

/** Share of the full opacity that the coldest part has: the picture shows through where nothing spoke. */
const leastShare = 0.3;

/** A heat map as pixels that are laid over a picture, the hotter the less of the picture shows.
 *  @param edgePx of the square that is drawn
 *  @param opacity of the hottest part, 0..1
 *  @returns [edgePx * edgePx * 4], RGBA */
export function heatOverlay(heat: HeatMap, edgePx: number, opacity: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(edgePx * edgePx * 4);
  for (let y = 0; y < edgePx; y += 1) {
    for (let x = 0; x < edgePx; x += 1) {
      const value = heatAt(heat, (x + 0.5) / edgePx, (y + 0.5) / edgePx);
      pixels.set(
        [...heatColour(value), 255 * opacity * (leastShare + (1 - leastShare) * value)],
        (y * edgePx + x) * 4,
      );
    }
  }
  return pixels;
}
