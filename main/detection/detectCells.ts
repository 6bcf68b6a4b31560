import type { DetectedCell, PixelBox } from '../domain/cell.ts';
import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { type FieldPyramid, pyramidOf } from '../pixels/fieldPyramid.ts';
import type { CellFinder } from './cellFinder.ts';
import { lookAtWindow } from './lookAtWindow.ts';
import { measureScale } from './measureScale.ts';
import { ownsCell, planTiles } from './planTiles.ts';
import { suppressOverlaps } from './suppressOverlaps.ts';

export interface DetectOptions {
  /** the slide's ruler where it is known already; measured on this field otherwise */
  readonly redCellDiameterPx?: number | undefined;
  /** least score, 0..1; the finder's own threshold unless told */
  readonly scoreThreshold?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FieldCells {
  /** best score first; boxes of whole cells in field pixels, clipped to the field */
  readonly cells: readonly DetectedCell[];
  /** undefined when too few red cells were seen to measure, see `estimateRedCellDiameter` */
  readonly redCellDiameterPx: number | undefined;
}

/** Fields below this side hold no cell that could be told. */
const leastFieldSidePx = 8;

/** A white cell's width in red cells. Below: platelets, debris. Above: nothing that was labelled. */
const plausibleWidth = { least: 0.6, most: 6 } as const;

/** White cells of a field, each once. Where no red cell can be measured, the scale is the one at which white
 *  cells have their usual size; where there are none either, there are no cells.
 *  @throws LabError 'cancelled' between two tiles once the signal is aborted */
export async function detectCells(
  field: RgbRaster,
  finder: CellFinder,
  options: DetectOptions = {},
): Promise<FieldCells> {
  if (Math.min(field.widthPx, field.heightPx) < leastFieldSidePx)
    return { cells: [], redCellDiameterPx: options.redCellDiameterPx };
  throwIfCancelled(options.signal);
  const pyramid = pyramidOf(field);
  const scale =
    options.redCellDiameterPx === undefined
      ? await measureScale(pyramid, finder)
      : { workingDiameterPx: options.redCellDiameterPx, redCellDiameterPx: options.redCellDiameterPx };
  const { workingDiameterPx, redCellDiameterPx } = scale;
  if (workingDiameterPx === undefined) return { cells: [], redCellDiameterPx };
  const found = await lookAtTiles(pyramid, finder, { ...options, diameterPx: workingDiameterPx });
  const cells = suppressOverlaps(found.filter((cell) => isPlausible(cell, workingDiameterPx)));
  return { cells: cells.flatMap((cell) => clipToField(cell, field)), redCellDiameterPx };
}

async function lookAtTiles(
  field: FieldPyramid,
  finder: CellFinder,
  options: DetectOptions & { readonly diameterPx: number },
): Promise<readonly DetectedCell[]> {
  const zoom = finder.redCellPx / options.diameterPx;
  const size = {
    widthPx: Math.max(1, Math.round(field.widthPx * zoom)),
    heightPx: Math.max(1, Math.round(field.heightPx * zoom)),
  };
  const scale = { x: field.widthPx / size.widthPx, y: field.heightPx / size.heightPx };
  const leastScore = options.scoreThreshold ?? finder.scoreThreshold;
  const found: DetectedCell[] = [];
  for (const { window, core } of planTiles(size)) {
    throwIfCancelled(options.signal);
    const look = { window: scaleBox(window, scale), size: window, leastScore };
    const { whiteCells } = await lookAtWindow(field, finder, look);
    const coreInField = scaleBox(core, scale);
    found.push(...whiteCells.filter((cell) => ownsCell(coreInField, cell, field)));
  }
  return found;
}

function scaleBox(box: PixelBox, scale: { readonly x: number; readonly y: number }): PixelBox {
  return {
    xPx: box.xPx * scale.x,
    yPx: box.yPx * scale.y,
    widthPx: box.widthPx * scale.x,
    heightPx: box.heightPx * scale.y,
  };
}

function isPlausible(cell: PixelBox, redCellDiameterPx: number): boolean {
  const width = Math.sqrt(cell.widthPx * cell.heightPx) / redCellDiameterPx;
  return width >= plausibleWidth.least && width <= plausibleWidth.most;
}

/** The part of the box inside the field; none when that is less than a pixel. */
function clipToField(cell: DetectedCell, field: RgbRaster): readonly DetectedCell[] {
  const xPx = Math.max(0, cell.xPx);
  const yPx = Math.max(0, cell.yPx);
  const widthPx = Math.min(field.widthPx, cell.xPx + cell.widthPx) - xPx;
  const heightPx = Math.min(field.heightPx, cell.yPx + cell.heightPx) - yPx;
  return widthPx < 1 || heightPx < 1 ? [] : [{ xPx, yPx, widthPx, heightPx, score: cell.score }];
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new LabError('cancelled', 'The search for cells was cancelled.');
}
