import type { RgbRaster } from '../domain/raster.ts';
import { boxMean } from './boxMean.ts';
import { findWhiteLevel } from './findWhiteLevel.ts';
import { densityOf, measureDensity, type WhiteLevel } from './opticalDensity.ts';

/** Where blood or tissue lies on a slide, seen at low power. */
export interface SmearArea {
  readonly widthPx: number;
  readonly heightPx: number;
  /** row by row, 1 where there is smear, in pixels of the overview */
  readonly isSmear: Uint8Array;
  /** of the slide's glass, or of the brightest it shows where it shows no glass */
  readonly white: WhiteLevel;
}

/** Optical density above that of the glass, from which a pixel is stained. Fields of kaggle-all, TXL-PBC and
 *  BCCD, averaged whole, lie 0.02 to 0.15 above their own gaps; a scanner's glass varies by 0.01. */
const leastDensity = 0.03;

/** Deviation of the optical density around a pixel, from which it is no glass: cells so few that the mean stays
 *  below `leastDensity` are still dots. Glass, averaged to low power, has 0.002. */
const leastContrast = 0.012;

/** Share of the 5 by 5 pixels around it that must be smear for a pixel to be: a speck of dust is not, a gap is. */
const leastNeighbours = 0.4;

/** Darker than this in every channel: the frame around a scan, a black marker, the edge of a cover slip. */
const blackLevel = 50;

/** Finds the smear or tissue on a low-power picture of a whole slide. Glass, unscanned parts, black frames and
 *  most marker pens are left out. A picture of glass alone holds no smear and one of smear alone nothing else,
 *  since density and texture are judged by themselves; a split of the grey levels in two would find both in either.
 *  @param overview about 1500 px long; each pixel the mean of what it covers */
export function findSmearArea(overview: RgbRaster): SmearArea {
  const { widthPx, heightPx } = overview;
  const contrast = measureContrast(overview);
  const isSmooth = mark(contrast, (deviation) => deviation < leastContrast);
  const white = findWhiteLevel(overview, isSmooth);
  const density = measureDensity(overview, white);
  const nearBlack = findBlack(overview);
  const stained = new Float32Array(density.length);
  for (let at = 0; at < stained.length; at += 1) {
    const isDense = (density[at] as number) > leastDensity || isSmooth[at] === 0;
    if (isDense && nearBlack[at] === 0 && !isPen(overview.data, at)) stained[at] = 1;
  }
  const neighbours = boxMean({ widthPx, heightPx, values: stained }, 2).values;
  const isSmear = mark(neighbours, (share, at) => share >= leastNeighbours && nearBlack[at] === 0);
  return { widthPx, heightPx, isSmear, white };
}

/** Standard deviation of the green channel's optical density over the 3 by 3 pixels around each. */
function measureContrast({ widthPx, heightPx, data }: RgbRaster): Float32Array {
  const values = new Float32Array(widthPx * heightPx);
  const squares = new Float32Array(widthPx * heightPx);
  for (let at = 0; at < values.length; at += 1) {
    const density = densityOf(data[at * 3 + 1] as number);
    values[at] = density;
    squares[at] = density * density;
  }
  const mean = boxMean({ widthPx, heightPx, values }, 1).values;
  const meanSquare = boxMean({ widthPx, heightPx, values: squares }, 1).values;
  for (let at = 0; at < mean.length; at += 1)
    mean[at] = Math.sqrt(Math.max(0, (meanSquare[at] as number) - (mean[at] as number) ** 2));
  return mean;
}

/** 1 for black pixels and those up to two beside one: the edge of a frame is no texture of a smear. */
function findBlack({ widthPx, heightPx, data }: RgbRaster): Uint8Array {
  const values = new Float32Array(widthPx * heightPx);
  for (let at = 0; at < values.length; at += 1) {
    const isDark =
      (data[at * 3] as number) < blackLevel &&
      (data[at * 3 + 1] as number) < blackLevel &&
      (data[at * 3 + 2] as number) < blackLevel;
    if (isDark) values[at] = 1;
  }
  // running sums of fractions leave a rest of rounding; one in twenty-five is 0.04
  return mark(boxMean({ widthPx, heightPx, values }, 2).values, (share) => share > 0.01);
}

/** 1 where the condition holds. (`Uint8Array.from` takes fifty times as long.) */
function mark(values: Float32Array, holds: (value: number, at: number) => boolean): Uint8Array {
  const marks = new Uint8Array(values.length);
  for (let at = 0; at < marks.length; at += 1) if (holds(values[at] as number, at)) marks[at] = 1;
  return marks;
}

/** Blue and green ink let more green through than red, which no blood stain does so strongly; red ink is purer
 *  than any thickness of blood. */
function isPen(data: Uint8Array, at: number): boolean {
  const [red, green, blue] = [data[at * 3] as number, data[at * 3 + 1] as number, data[at * 3 + 2] as number];
  const brightest = Math.max(red, green, blue);
  const saturation = brightest === 0 ? 0 : 1 - Math.min(red, green, blue) / brightest;
  return saturation > 0.75 || (saturation > 0.45 && green > red + 12);
}
