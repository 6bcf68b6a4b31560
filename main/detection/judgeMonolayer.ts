import type { RgbRaster } from '../domain/raster.ts';
import { boxMean, type Plane } from './boxMean.ts';
import { measureDensity, type WhiteLevel } from './opticalDensity.ts';
import { otsuThreshold } from './otsuThreshold.ts';

/** How a part of a smear looks at mid power. All fractions 0..1. */
export interface MonolayerJudgement {
  /** share of the picture that is cell and not gap */
  readonly coverage: number;
  /** standard deviation of the coverage between parts of the picture some eight red cells wide */
  readonly unevenness: number;
  /** share of the cells' area in clumps: denser packed or thicker than single red cells lie */
  readonly clumping: number;
  /** 1 for what a morphologist would choose first, 0 for what holds no single cell */
  readonly score: number;
}

/** Optical density that parts cell from gap, by Otsu's method but within these: stain is denser, plasma is not. */
const cellDensity = { least: 0.04, most: 0.1 } as const;

/** Share of the brightest pixels that may be specks of light; the level below them is the gaps' own white. */
const specks = 0.02;

/** Parts across and down, for the unevenness. */
const partsAcross = 6;

/** A square this many red cells wide fits no single red cell (0.71 would be the largest) but into clumps. */
const clumpRedCells = 1.3;

/** What the parts of the score make of a field: full between the inner figures, nothing from the outer ones on.
 *  Fields that morphologists took (TXL-PBC, BCCD, kaggle-all) have a coverage of 0.2 to 0.65 and, white cells
 *  counted in, a clumping of 0 to 0.5. */
const coverageRange = { nothing: 0.02, from: 0.22, to: 0.6, tooMuch: 0.92 } as const;
const unevennessRange = { from: 0.08, tooMuch: 0.35 } as const;
const clumpingRange = { from: 0.35, tooMuch: 0.95 } as const;

/** Judges a part of a slide as a morphologist does at mid power: single red cells, evenly spread, with gaps.
 *  White cells don't raise the score: fields chosen for them would not show the patient's share of blasts.
 *  @param view the part, a red cell about 5 to 10 px wide
 *  @param white of the slide */
export function judgeMonolayer(
  view: RgbRaster,
  { redCellPx, white }: { readonly redCellPx: number; readonly white: WhiteLevel },
): MonolayerJudgement {
  const { widthPx, heightPx } = view;
  const density = measureDensity(view, brightestOf(view, white));
  const threshold = Math.min(cellDensity.most, Math.max(cellDensity.least, otsuThreshold(density, 1)));
  const cells: Plane = { widthPx, heightPx, values: density.map((value) => (value > threshold ? 1 : 0)) };
  const coverage = meanOf(cells.values);
  const unevenness = deviationBetweenParts(cells);
  const clumping = coverage === 0 ? 0 : meanOf(openBySquare(cells, clumpRedCells * redCellPx)) / coverage;
  return { coverage, unevenness, clumping, score: scoreOf({ coverage, unevenness, clumping }) };
}

function scoreOf({ coverage, unevenness, clumping }: Omit<MonolayerJudgement, 'score'>): number {
  const { nothing, from, to, tooMuch } = coverageRange;
  return (
    ramp(coverage, nothing, from) *
    ramp(coverage, tooMuch, to) *
    ramp(unevenness, unevennessRange.tooMuch, unevennessRange.from) *
    ramp(clumping, clumpingRange.tooMuch, clumpingRange.from)
  );
}

/** 0 at `none` and beyond, 1 at `full` and beyond, linear between. */
function ramp(value: number, none: number, full: number): number {
  return Math.min(1, Math.max(0, (value - none) / (full - none)));
}

/** The slide's white, or that of the view's own gaps where it is brighter: between cells a slide may be brighter
 *  than its overview, in which gaps and cells are mixed. */
function brightestOf({ data, widthPx, heightPx }: RgbRaster, white: WhiteLevel): WhiteLevel {
  const own = ([0, 1, 2] as const).map((channel) => {
    const histogram = new Uint32Array(256);
    for (let i = channel; i < data.length; i += 3)
      histogram[data[i] as number] = (histogram[data[i] as number] as number) + 1;
    let sum = 0;
    for (let level = 255; level > 0; level -= 1) {
      sum += histogram[level] as number;
      if (sum > specks * widthPx * heightPx) return level;
    }
    return 0;
  });
  return [
    Math.max(white[0], own[0] as number),
    Math.max(white[1], own[1] as number),
    Math.max(white[2], own[2] as number),
  ];
}

function deviationBetweenParts({ widthPx, heightPx, values }: Plane): number {
  const shares: number[] = [];
  for (let row = 0; row < partsAcross; row += 1)
    for (let column = 0; column < partsAcross; column += 1) {
      const [left, right] = [column, column + 1].map((i) => Math.floor((i * widthPx) / partsAcross));
      const [top, bottom] = [row, row + 1].map((i) => Math.floor((i * heightPx) / partsAcross));
      const part = { left: left ?? 0, right: right ?? 0, top: top ?? 0, bottom: bottom ?? 0 };
      const pixelCount = (part.right - part.left) * (part.bottom - part.top);
      if (pixelCount > 0) shares.push(sumOf(values, widthPx, part) / pixelCount);
    }
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return Math.sqrt(shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length);
}

function sumOf(
  values: Float32Array,
  widthPx: number,
  part: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
): number {
  let sum = 0;
  for (let y = part.top; y < part.bottom; y += 1)
    for (let at = y * widthPx + part.left; at < y * widthPx + part.right; at += 1)
      sum += values[at] as number;
  return sum;
}

/** What of a shape a square of that edge can reach without leaving it (a morphological opening). */
function openBySquare(shape: Plane, edgePx: number): Float32Array {
  const radiusPx = Math.max(1, Math.round((edgePx - 1) / 2));
  const inside = boxMean(shape, radiusPx).values.map((share) => (share > 0.999 ? 1 : 0));
  return boxMean({ ...shape, values: inside }, radiusPx).values.map((share) => (share > 1e-4 ? 1 : 0));
}

function meanOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
