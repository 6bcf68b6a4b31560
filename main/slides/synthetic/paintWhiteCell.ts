import type { PixelBox } from '../../domain/cell.ts';
import type { Random } from '../../domain/randomNumbers.ts';
import { coverage, type Depth, outlineBox, outlineDepth, smoothStep } from './cellShape.ts';
import { createWhiteCellForm } from './createWhiteCellForm.ts';
import { boxAround, forEachPixel, type StainLayers } from './stainLayers.ts';
import type { PlacedWhiteCell } from './syntheticCell.ts';
import { createTexture } from './texture.ts';

/** Draws a white cell over what lies below it.
 *  @returns the box of its outline, which may reach beyond the field */
export function paintWhiteCell(layers: StainLayers, cell: PlacedWhiteCell, random: Random): PixelBox {
  const form = createWhiteCellForm(cell, random);
  const { radiusPx } = cell;
  const bodyDepth = outlineDepth(form.outline);
  const fine = createTexture(random, Math.max(1.3, radiusPx * 0.07));
  const coarse = createTexture(random, Math.max(2.5, radiusPx * 0.2));
  const softPx = Math.max(1.2, radiusPx * 0.05);
  forEachPixel(layers, boxAround(cell.xPx, cell.yPx, radiusPx * 1.6), (x, y, index) => {
    const depth = bodyDepth(x, y);
    const covered = coverage(depth, softPx);
    if (covered === 0) return;
    const [fineHere, coarseHere] = [fine(x, y), coarse(x, y)];
    const nucleusDepth = Math.min(form.nucleus(x, y), depth - softPx * 0.4);
    const inNucleus = coverage(nucleusDepth, softPx);
    const membrane = 0.12 * (1 - smoothStep(0, radiusPx * 0.14, Math.abs(nucleusDepth)));
    const pale = 0.24 * deepest(form.nucleoli, { x, y, softPx: softPx * 2 });
    const clumps = 1 + fineHere * form.fineGrain + coarseHere * form.coarseGrain;
    const clear = 1 - 0.8 * deepest(form.vacuoles, { x, y, softPx });
    const rim = 1 + 0.35 * (1 - smoothStep(0, radiusPx * 0.16, depth));
    const cytoplasm = (1 - inNucleus) * clear * (1 + 0.12 * coarseHere);
    blend(layers.haemoglobin, { index, covered, own: 0 });
    blend(layers.chromatin, {
      index,
      covered,
      own: inNucleus * form.chromatin * (clumps + membrane) * (1 - pale),
    });
    blend(layers.basophilia, { index, covered, own: cytoplasm * form.basophilia * rim });
    blend(layers.eosin, { index, covered, own: cytoplasm * form.eosin * (1 + fineHere * form.granules) });
  });
  return outlineBox(form.outline);
}

/** How far a point lies in any of some spots, 0..1. */
function deepest(
  spots: readonly Depth[],
  { x, y, softPx }: { readonly x: number; readonly y: number; readonly softPx: number },
): number {
  return spots.reduce((most, spot) => Math.max(most, coverage(spot(x, y), softPx)), 0);
}

function blend(
  layer: Float32Array,
  { index, covered, own }: { readonly index: number; readonly covered: number; readonly own: number },
): void {
  layer[index] = (layer[index] as number) * (1 - covered) + own * covered;
}
