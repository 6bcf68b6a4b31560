import type { Random } from '../../domain/randomNumbers.ts';
import { type Depth, type Outline, scaledOutline } from './cellShape.ts';
import type { PlacedWhiteCell, SyntheticCellKind } from './syntheticCell.ts';

/** All that is drawn of one white cell; amounts are those of StainLayers. */
export interface WhiteCellForm {
  readonly outline: Outline;
  readonly nucleus: Depth;
  /** chromatin of the nucleus, and how much it varies in fine and in coarse clumps */
  readonly chromatin: number;
  readonly fineGrain: number;
  readonly coarseGrain: number;
  /** pale spots in the nucleus */
  readonly nucleoli: readonly Depth[];
  /** clear bubbles in the cytoplasm */
  readonly vacuoles: readonly Depth[];
  readonly basophilia: number;
  readonly eosin: number;
  /** how much fine granules vary the eosin */
  readonly granules: number;
}

/** Diameter of each kind in red-cell widths, least and most: a red cell is about 7.2 um, a small lymphocyte
 *  7 to 10, a neutrophil 10 to 14, a monocyte 12 to 18, a lymphoblast 10 to 18. */
export const whiteCellWidths: Readonly<Record<SyntheticCellKind, readonly [number, number]>> = {
  lymphocyte: [1.05, 1.35],
  neutrophil: [1.55, 1.85],
  monocyte: [1.8, 2.15],
  blast: [1.55, 2.05],
};

/** A form with nothing special in it. */
export const plainForm = { nucleoli: [], vacuoles: [], granules: 0 } as const;

/** The cell's own outline made smaller and pushed towards one side, as far as it still touches. */
export function eccentric(
  outline: Outline,
  {
    scale,
    cell,
    random,
  }: { readonly scale: number; readonly cell: PlacedWhiteCell; readonly random: Random },
): Outline {
  const angle = random() * 2 * Math.PI;
  const away = cell.radiusPx * (1 - scale) * 0.8 * random();
  return scaledOutline(outline, scale, away * Math.cos(angle), away * Math.sin(angle));
}

/** A uniform number in a range. */
export function between(random: Random, least: number, most: number): number {
  return least + (most - least) * random();
}
