import type { DetectedCell, PixelBox } from '../domain/cell.ts';
import type { FieldPyramid } from '../pixels/fieldPyramid.ts';
import type { CellFinder } from './cellFinder.ts';
import { decodeCells } from './decodeCells.ts';

/** Red cells below this score don't count for the ruler. */
const redCellScore = 0.3;

export interface WindowCells {
  readonly whiteCells: readonly DetectedCell[];
  readonly redCells: readonly DetectedCell[];
}

/** Brings a window of the field to a size in network pixels, runs the network on it and gives the peaks in
 *  pixels of the field.
 *  @param look.window in field pixels, inside the field
 *  @param look.size in network pixels, at least 1 by 1
 *  @param look.leastScore of white cells, 0..1
 *  @param look.leastRedScore of red cells, 0..1 */
export async function lookAtWindow(
  field: FieldPyramid,
  finder: CellFinder,
  look: {
    readonly window: PixelBox;
    readonly size: { readonly widthPx: number; readonly heightPx: number };
    readonly leastScore: number;
    readonly leastRedScore?: number | undefined;
  },
): Promise<WindowCells> {
  const maps = await finder.findCells(field.resample(look.window, look.size));
  const zoomX = look.window.widthPx / look.size.widthPx;
  const zoomY = look.window.heightPx / look.size.heightPx;
  const toField = (cell: DetectedCell): DetectedCell => ({
    xPx: look.window.xPx + cell.xPx * zoomX,
    yPx: look.window.yPx + cell.yPx * zoomY,
    widthPx: cell.widthPx * zoomX,
    heightPx: cell.heightPx * zoomY,
    score: cell.score,
  });
  return {
    whiteCells: decodeCells(maps, 'whiteCell', look.leastScore).map(toField),
    redCells: decodeCells(maps, 'redCell', look.leastRedScore ?? redCellScore).map(toField),
  };
}
