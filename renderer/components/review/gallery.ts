import type { CellTable } from '../../../main/domain/cellTable.ts';
import { type GalleryLayout, type GallerySize, layOutGallery } from './galleryLayout.ts';
import { type CellOrder, orderCells } from './orderCells.ts';

/** The cells of a slide as the gallery shows them now. */
export interface Gallery {
  readonly table: CellTable;
  readonly layout: GalleryLayout;
  /** place of a cell in the layout's `cells`; -1 where it is hidden or gone */
  readonly placeOf: (cellId: number) => number;
  /** undefined beyond the last */
  readonly idAt: (place: number) => number | undefined;
}

export function createGallery(table: CellTable, order: CellOrder, size: GallerySize): Gallery {
  const layout = layOutGallery(orderCells(table, order), size);
  const placeOfRow = new Int32Array(table.count).fill(-1);
  for (const [place, row] of layout.cells.entries()) placeOfRow[row] = place;
  return {
    table,
    layout,
    placeOf: (cellId) => {
      const row = table.ids.indexOf(cellId);
      return row < 0 ? -1 : (placeOfRow[row] ?? -1);
    },
    idAt: (place) => {
      const row = layout.cells[place];
      return row === undefined ? undefined : table.ids[row];
    },
  };
}

/** Ids of the cells between two places, both among them. */
export function idsBetween(gallery: Gallery, a: number, b: number): readonly number[] {
  const [from, to] = a < b ? [a, b] : [b, a];
  return Array.from(gallery.layout.cells.subarray(from, to + 1), (row) => gallery.table.ids[row] ?? 0);
}

/** Ids of all cells of the group that a place is in. */
export function idsOfGroup(gallery: Gallery, group: number): readonly number[] {
  return gallery.layout.rows.flatMap((row) =>
    row.kind === 'crops' && row.group === group ? idsBetween(gallery, row.from, row.to - 1) : [],
  );
}
