import { boxAt, type CellTable } from '../../../main/domain/cellTable.ts';
import { centreOf, isInPolygon } from './geometry.ts';
import { type Point, type SlideTransform, toScreen } from './slideTransform.ts';

/** Ids of shown cells whose middle lies in a polygon. */
export function idsInside(
  table: CellTable,
  shown: Uint8Array | undefined,
  polygon: readonly Point[],
): readonly number[] {
  return idsShown(table, shown, (row) => isInPolygon(centreOf(boxAt(table, row)), polygon));
}

/** Ids of the cells that the filter shows. */
export function idsShown(
  table: CellTable,
  shown: Uint8Array | undefined,
  fits: (row: number) => boolean = () => true,
): readonly number[] {
  const ids: number[] = [];
  for (let row = 0; row < table.count; row += 1)
    if (shown?.[row] === 1 && fits(row)) ids.push(table.ids[row] ?? 0);
  return ids;
}

/** The row of a cell; undefined when it is gone. */
export function rowOfId(table: CellTable, id: number | undefined): number | undefined {
  const row = id === undefined ? -1 : table.ids.indexOf(id);
  return row < 0 ? undefined : row;
}

/** Lower right corner of a cell as it is seen, however the slide is turned. */
export function lowerCornerOf(table: CellTable, row: number, transform: SlideTransform): Point {
  const { xPx, yPx, widthPx, heightPx } = boxAt(table, row);
  const ends = [
    toScreen(transform, { x: xPx, y: yPx }),
    toScreen(transform, { x: xPx + widthPx, y: yPx + heightPx }),
  ];
  return { x: Math.max(...ends.map(({ x }) => x)), y: Math.max(...ends.map(({ y }) => y)) };
}
