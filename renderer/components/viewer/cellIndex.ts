import Flatbush from 'flatbush';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import type { Point } from './slideTransform.ts';

/** Finds the cells of a table by their place. */
export interface CellIndex {
  /** rows whose boxes meet a rectangle of the slide */
  search(left: number, top: number, right: number, lower: number): readonly number[];
  /** the row of the smallest box about a point; undefined when it lies in none
   *  @param reachPx how far outside a box still counts, slide pixels
   *  @param isShown of a row */
  hit(point: Point, reachPx: number, isShown: (row: number) => boolean): number | undefined;
}

export function createCellIndex(table: CellTable): CellIndex {
  const { count, xPx, yPx, widthPx, heightPx } = table;
  if (count === 0) return { search: () => [], hit: () => undefined };
  const tree = new Flatbush(count);
  for (let row = 0; row < count; row += 1) {
    const [x = 0, y = 0, width = 0, height = 0] = [xPx[row], yPx[row], widthPx[row], heightPx[row]];
    tree.add(x, y, x + width, y + height);
  }
  tree.finish();
  return {
    search: (left, top, right, lower) => tree.search(left, top, right, lower),
    hit({ x, y }, reachPx, isShown) {
      const rows = tree.search(x - reachPx, y - reachPx, x + reachPx, y + reachPx, isShown);
      const areaOf = (row: number) => (widthPx[row] ?? 0) * (heightPx[row] ?? 0);
      return rows.length === 0
        ? undefined
        : rows.reduce((best, row) => (areaOf(row) < areaOf(best) ? row : best));
    },
  };
}
