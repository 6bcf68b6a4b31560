import type { DetectedCell, PixelBox } from '../domain/cell.ts';
import { isSameCell } from './suppressOverlaps.ts';

/** Keeps the cells of fields that overlap apart, each once. Holds only boxes. */
export interface CellMerger {
  /** Those of a field's cells that no field before it has found. A cell belongs to the field whose core holds its
   *  centre. One that lies a little beyond is taken too: the field on the other side of the border may see its
   *  centre on this one.
   *  @param cells full-resolution slide pixels, each once within its field
   *  @param core of the field, slide pixels
   *  @returns their indexes in `cells` */
  add(cells: readonly DetectedCell[], core: PixelBox): readonly number[];
}

/** How far beyond its core a field takes cells, in red cells. Two windows see one cell's centre within a quarter of
 *  a red cell, and beyond this slack a cell of five still shows whole in the field's margin. */
const slackRedCells = 0.5;

/** Largest cell in red cells that detection lets through; no cell that is the same lies further away. */
const largestRedCells = 6;

/** @param redCellDiameterPx slide pixels */
export function createCellMerger(redCellDiameterPx: number): CellMerger {
  const binPx = largestRedCells * redCellDiameterPx;
  const bins = new Map<string, PixelBox[]>();
  const binAt = (column: number, row: number) => `${column} ${row}`;
  const isKnown = (cell: PixelBox) => {
    const { column, row } = placeOf(cell, binPx);
    for (let y = row - 1; y <= row + 1; y += 1)
      for (let x = column - 1; x <= column + 1; x += 1)
        if (bins.get(binAt(x, y))?.some((known) => isSameCell(known, cell)) === true) return true;
    return false;
  };
  return {
    add: (cells, core) => {
      const fresh = [...cells.entries()].filter(
        ([, cell]) => isNear(core, cell, slackRedCells * redCellDiameterPx) && !isKnown(cell),
      );
      // entered only now: within a field, cells have been told apart before
      for (const [, cell] of fresh) {
        const { column, row } = placeOf(cell, binPx);
        const bin = bins.get(binAt(column, row));
        if (bin === undefined) bins.set(binAt(column, row), [cell]);
        else bin.push(cell);
      }
      return fresh.map(([index]) => index);
    },
  };
}

/** The bin of a cell's centre. */
function placeOf(cell: PixelBox, binPx: number): { readonly column: number; readonly row: number } {
  return {
    column: Math.floor((cell.xPx + cell.widthPx / 2) / binPx),
    row: Math.floor((cell.yPx + cell.heightPx / 2) / binPx),
  };
}

function isNear(core: PixelBox, cell: PixelBox, slackPx: number): boolean {
  const x = cell.xPx + cell.widthPx / 2 - core.xPx;
  const y = cell.yPx + cell.heightPx / 2 - core.yPx;
  return x >= -slackPx && x < core.widthPx + slackPx && y >= -slackPx && y < core.heightPx + slackPx;
}
