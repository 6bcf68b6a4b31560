import type { RgbRaster } from '../domain/raster.ts';
import type { WhiteLevel } from './opticalDensity.ts';

/** Glass is brighter than this in its darkest channel, and nearly grey. */
const darkestGlass = 100;
const mostTint = 40;

/** Glass that covers less than this share of the picture is not told from single bright pixels. */
const leastGlass = 0.005;

/** What no scanner gives for glass but for parts that it did not scan, and padding. */
const unscannedLevel = 254;

/** Where there is no glass, white is at least this: a dark thick smear is not its own background. */
const leastWhite = 200;

/** Of what may be glass the brightest quarter is taken for it: pale, even tissue can pass for glass. */
const glassQuantile = 0.75;

/** The brightness of unstained glass on a low-power picture: that of its smooth, bright and nearly grey pixels. Pure white is what was not scanned, and counts only where there is nothing else.
 *  Without such pixels the brightest hundredth of all stands for it.
 *  @param isSmooth 1 where the picture shows no texture */
export function findWhiteLevel(overview: RgbRaster, isSmooth: ArrayLike<number>): WhiteLevel {
  const { data } = overview;
  const count = overview.widthPx * overview.heightPx;
  const glass = emptyHistograms();
  const all = emptyHistograms();
  let glassCount = 0;
  for (let at = 0, i = 0; at < count; at += 1, i += 3) {
    const [red, green, blue] = [data[i] as number, data[i + 1] as number, data[i + 2] as number];
    addTo(all, red, green, blue);
    const darkest = Math.min(red, green, blue);
    const isGrey = Math.max(red, green, blue) - darkest < mostTint;
    if (isSmooth[at] !== 1 || !isGrey || darkest <= darkestGlass || darkest >= unscannedLevel) continue;
    addTo(glass, red, green, blue);
    glassCount += 1;
  }
  const white = (channel: 0 | 1 | 2) =>
    glassCount >= leastGlass * count
      ? levelAt(glass[channel], glassQuantile * glassCount)
      : Math.max(leastWhite, levelAt(all[channel], 0.99 * count));
  return [white(0), white(1), white(2)];
}

type Histograms = readonly [red: Uint32Array, green: Uint32Array, blue: Uint32Array];

function emptyHistograms(): Histograms {
  return [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)];
}

function addTo(histograms: Histograms, red: number, green: number, blue: number): void {
  histograms[0][red] = (histograms[0][red] as number) + 1;
  histograms[1][green] = (histograms[1][green] as number) + 1;
  histograms[2][blue] = (histograms[2][blue] as number) + 1;
}

/** The level below or at which that many pixels lie. */
function levelAt(histogram: Uint32Array, pixelCount: number): number {
  let sum = 0;
  return histogram.findIndex((count) => {
    sum += count;
    return sum >= pixelCount;
  });
}
