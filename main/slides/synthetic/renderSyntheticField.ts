import type { PixelBox } from '../../domain/cell.ts';
import { createRandom } from '../../domain/randomNumbers.ts';
import type { RgbRaster } from '../../domain/raster.ts';
import { developStains } from './developStains.ts';
import { paintPlatelet, paintRedCell } from './paintRedCell.ts';
import { paintWhiteCell } from './paintWhiteCell.ts';
import { type CellMix, placePlatelets, placeRedCells, placeWhiteCells } from './placeCells.ts';
import { createStainLayers } from './stainLayers.ts';
import { type StainName, stainPalettes } from './stainPalette.ts';
import type { SyntheticCell, SyntheticScale } from './syntheticCell.ts';

export interface SyntheticFieldRequest extends SyntheticScale {
  /** the same request gives the same pixels */
  readonly seed: number;
  readonly cellMix: CellMix;
  readonly stain: StainName;
  /** share of the field that red cells would cover side by side, 0..1; 0.3 unless told */
  readonly crowding?: number;
}

export interface SyntheticField {
  readonly pixels: RgbRaster;
  /** one for each white cell drawn, clipped to the field */
  readonly truth: readonly SyntheticCell[];
}

/** Renders a field of a blood smear that never was: red cells with central pallor, platelets, and white cells
 *  whose places and kinds are known. For demonstrations and tests; whoever writes it to disk calls it synthetic. */
export function renderSyntheticField(request: SyntheticFieldRequest): SyntheticField {
  const random = createRandom(request.seed);
  const layers = createStainLayers(request.widthPx, request.heightPx);
  const whiteCells = placeWhiteCells(random, request, request.cellMix);
  const redCells = placeRedCells(random, request, { whiteCells, crowding: request.crowding ?? 0.3 });
  const plateletCount = Math.round(redCells.length / 25);
  for (const disc of redCells) paintRedCell(layers, disc, random);
  for (const disc of placePlatelets(random, request, plateletCount)) paintPlatelet(layers, disc, random);
  const truth = whiteCells.map((cell) => ({
    kind: cell.kind,
    ...clipped(paintWhiteCell(layers, cell, random), request),
  }));
  return { pixels: developStains(layers, stainPalettes[request.stain], random), truth };
}

function clipped(box: PixelBox, { widthPx, heightPx }: SyntheticScale): PixelBox {
  const xPx = Math.max(0, box.xPx);
  const yPx = Math.max(0, box.yPx);
  return {
    xPx,
    yPx,
    widthPx: Math.min(widthPx, box.xPx + box.widthPx) - xPx,
    heightPx: Math.min(heightPx, box.yPx + box.heightPx) - yPx,
  };
}
