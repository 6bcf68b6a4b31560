import type { PixelBox } from '../../domain/cell.ts';

/** The white cells that the generator draws. */
export const syntheticCellKinds = ['lymphocyte', 'neutrophil', 'monocyte', 'blast'] as const;

export type SyntheticCellKind = (typeof syntheticCellKinds)[number];

/** A white cell that was drawn, and its box clipped to the field: the truth that a detector is held against. */
export interface SyntheticCell extends PixelBox {
  readonly kind: SyntheticCellKind;
}

/** Where a cell is to be drawn; a disc is all that placing needs. */
export interface PlacedDisc {
  readonly xPx: number;
  readonly yPx: number;
  readonly radiusPx: number;
}

export interface PlacedWhiteCell extends PlacedDisc {
  readonly kind: SyntheticCellKind;
}

/** The canvas: its size, and the width of a red cell, which all other sizes follow. */
export interface SyntheticScale {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly redCellPx: number;
}
