import type { RgbRaster } from '../domain/raster.ts';
import { pyramidOf } from '../pixels/fieldPyramid.ts';
import { measureSlopes } from '../pixels/measureSlopes.ts';
import { selectSmallest } from './selectSmallest.ts';
import { weightedMedian } from './weightedMedian.ts';

/** Fields below this score are out of focus: blur begins to cost more than one class in twenty, and cells. README.md
 *  has the figures. */
export const focusThreshold = 0.5;

/** Width of the blur of the sharpest edges, in red cells, at which the score is 0.5. */
const halfSharpRedCells = 0.125;

/** Red-cell width at which blur is measured: what any objective from 20x on resolves, and enough to tell. */
const measuredRedCellPx = 14;

/** Share of the pixels that are taken for edges: the steepest. Their number grows with the field's contents, but
 *  the blur of each is what is measured. */
const edgeShare = 0.05;

/** A larger field is measured on patches of this many red cells, four across and four down. */
const patchRedCells = 8;
const patchesAcross = 4;

/** Variance of the blur that `measureSlopes` adds, px². */
const reblurVariance = 1;

/** How sharp a field is, whatever it shows: the width of its steepest edges against that of a red cell. An edge of
 *  Gaussian blur s that is blurred once more by s0 loses the factor √(s²+s0²)/s of its slope, whatever its height
 *  (Zhuo and Sim 2011, doi 10.1016/j.patcog.2011.03.009); the median field of kaggle-all, TXL-PBC and BCCD alike has
 *  edges 0.06 red cells wide. Of a large field it is the median over patches, each by how much it shows: one that is
 *  blurred but for a corner is blurred.
 *  @param redCellDiameterPx width of a red cell in the field
 *  @returns 0..1, 0.5 at an edge width of an eighth of a red cell; 0 of a field without any edge */
export function measureFocus(field: RgbRaster, redCellDiameterPx: number): number {
  const patches = cutPatches(field, redCellDiameterPx).map(measurePatch);
  const edgePx = weightedMedian(
    patches.map(({ edgeWidthPx, contrast }) => ({ value: edgeWidthPx, weight: contrast })),
  );
  if (edgePx === undefined) return 0;
  return 1 / (1 + (edgePx / measuredRedCellPx / halfSharpRedCells) ** 2);
}

/** Patches of the field, evenly spread, at the scale at which blur is measured; of a small field all of it. */
function cutPatches(field: RgbRaster, redCellDiameterPx: number): readonly GreenPatch[] {
  const zoom = measuredRedCellPx / redCellDiameterPx;
  const patchPx = patchRedCells * redCellDiameterPx;
  const columns = cutSpans(field.widthPx, patchPx);
  const pyramid = pyramidOf(field);
  return cutSpans(field.heightPx, patchPx).flatMap((row) =>
    columns.map((column) => {
      const window = { xPx: column.start, yPx: row.start, widthPx: column.length, heightPx: row.length };
      const widthPx = Math.max(1, Math.round(column.length * zoom));
      const heightPx = Math.max(1, Math.round(row.length * zoom));
      return { widthPx, heightPx, green: pyramid.resampleGreen(window, { widthPx, heightPx }) };
    }),
  );
}

function cutSpans(length: number, patchPx: number): readonly { start: number; length: number }[] {
  if (length <= patchesAcross * patchPx) return [{ start: 0, length }];
  const step = (length - patchPx) / (patchesAcross - 1);
  return Array.from({ length: patchesAcross }, (_, i) => ({ start: i * step, length: patchPx }));
}

interface GreenPatch {
  readonly widthPx: number;
  readonly heightPx: number;
  /** uint8 [heightPx, widthPx] */
  readonly green: Uint8Array;
}

interface PatchFocus {
  /** standard deviation of the Gaussian blur of the steepest edges; infinite where there are none */
  readonly edgeWidthPx: number;
  /** how much there is to see, blurred or not: standard deviation of the grey levels */
  readonly contrast: number;
}

function measurePatch({ widthPx, heightPx, green }: GreenPatch): PatchFocus {
  const { sharp, blurred } = measureSlopes({ widthPx, heightPx, data: green });
  const threshold = selectSmallest(sharp, Math.floor((1 - edgeShare) * sharp.length)) ?? 0;
  let sharpSum = 0;
  let blurredSum = 0;
  for (let at = 0; at < sharp.length; at += 1) {
    if ((sharp[at] as number) < threshold) continue;
    sharpSum += sharp[at] as number;
    blurredSum += blurred[at] as number;
  }
  // squares of slopes: their ratio is (s² + s0²) / s²
  const lost = blurredSum === 0 ? 0 : sharpSum / blurredSum - 1;
  const edgeWidthPx = lost > 0 ? Math.sqrt(reblurVariance / lost) : Number.POSITIVE_INFINITY;
  return { edgeWidthPx, contrast: deviationOf(green) };
}

/** Standard deviation; of levels the sums are whole numbers, and exact. */
function deviationOf(levels: Uint8Array): number {
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < levels.length; at += 1) {
    const level = levels[at] as number;
    sum += level;
    squares += level * level;
  }
  const mean = sum / levels.length;
  return Math.sqrt(Math.max(0, squares / levels.length - mean * mean));
}
