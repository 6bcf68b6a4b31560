import type { RgbRaster } from '../domain/raster.ts';

/** Brightness of the unstained slide in each channel, 0..255. */
export type WhiteLevel = readonly [red: number, green: number, blue: number];

/** Densities are read off a table: a logarithm for each pixel would be most of the work. */
const logarithms = Float64Array.from({ length: 256 }, (_, level) => Math.log10(level + 1));

/** How much light a level takes from full white: common logarithm, 0.3 for half. @param level 0..255 */
export function densityOf(level: number): number {
  return (logarithms[255] as number) - (logarithms[level] as number);
}

/** Optical density of each pixel above the unstained slide, in the channel in which the pixel is darkest against
 *  it: red cells take blue and green, nuclei red. 0 for what is as bright or brighter.
 *  @returns float32 [heightPx, widthPx] */
export function measureDensity({ widthPx, heightPx, data }: RgbRaster, white: WhiteLevel): Float32Array {
  const [red, green, blue] = white.map((level) => Math.log10(level + 1)) as [number, number, number];
  const density = new Float32Array(widthPx * heightPx);
  for (let at = 0, i = 0; at < density.length; at += 1, i += 3) {
    const ofRed = red - (logarithms[data[i] as number] as number);
    const ofGreen = green - (logarithms[data[i + 1] as number] as number);
    const ofBlue = blue - (logarithms[data[i + 2] as number] as number);
    const most = ofRed > ofGreen ? ofRed : ofGreen;
    density[at] = Math.max(0, most > ofBlue ? most : ofBlue);
  }
  return density;
}
