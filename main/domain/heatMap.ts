import type { RgbRaster } from './raster.ts';

/** How much each part of a picture spoke for a class: a coarse grid over it, 0 (nothing) to 1 (most). */
export interface HeatMap {
  readonly columnCount: number;
  readonly rowCount: number;
  /** row by row */
  readonly values: readonly number[];
}

/** Blue-black over violet and orange to light yellow, even in lightness, told apart without colour vision: five stops
 *  of matplotlib's "inferno" (CC0). */
const stops = [
  [0, 0, 4],
  [87, 16, 110],
  [188, 55, 84],
  [249, 142, 9],
  [252, 255, 164],
] as const;

/** The heat at a place of the picture, bilinear between the middles of the grid's cells.
 *  @param x 0 left edge, 1 right edge @param y 0 upper edge, 1 lower edge */
export function heatAt({ columnCount, rowCount, values }: HeatMap, x: number, y: number): number {
  const column = Math.min(columnCount - 1, Math.max(0, x * columnCount - 0.5));
  const row = Math.min(rowCount - 1, Math.max(0, y * rowCount - 0.5));
  const [left, top] = [Math.floor(column), Math.floor(row)];
  const [right, bottom] = [Math.min(columnCount - 1, left + 1), Math.min(rowCount - 1, top + 1)];
  const at = (r: number, c: number) => values[r * columnCount + c] ?? 0;
  const upper = at(top, left) + (column - left) * (at(top, right) - at(top, left));
  const lower = at(bottom, left) + (column - left) * (at(bottom, right) - at(bottom, left));
  return upper + (row - top) * (lower - upper);
}

/** Colour of a heat, sRGB 0..255. @param heat 0..1 */
export function heatColour(heat: number): readonly [number, number, number] {
  const place = Math.min(1, Math.max(0, heat)) * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(place));
  const [low, high] = [stops[below], stops[below + 1]];
  const mix = (channel: 0 | 1 | 2) => {
    const from = low?.[channel] ?? 0;
    return Math.round(from + (place - below) * ((high?.[channel] ?? 0) - from));
  };
  return [mix(0), mix(1), mix(2)];
}

/** The picture with the heat laid over it, the hotter the less of the picture shows. */
export function paintHeat(picture: RgbRaster, heat: HeatMap): RgbRaster {
  const { widthPx, heightPx } = picture;
  const data = new Uint8Array(picture.data);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const value = heatAt(heat, (x + 0.5) / widthPx, (y + 0.5) / heightPx);
      const colour = heatColour(value);
      const share = 0.25 + 0.4 * value;
      const at = (y * widthPx + x) * 3;
      for (const channel of [0, 1, 2] as const)
        data[at + channel] = Math.round(
          (1 - share) * (data[at + channel] as number) + share * colour[channel],
        );
    }
  }
  return { widthPx, heightPx, data };
}
