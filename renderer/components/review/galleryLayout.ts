import type { CellGroup } from './orderCells.ts';

/** One row of the gallery: the head of a group, or a row of its crops. */
export type GalleryRow =
  | { readonly kind: 'head'; readonly group: number; readonly cellCount: number }
  /** cells `from` to `to` (without) of the layout's `cells` */
  | { readonly kind: 'crops'; readonly group: number; readonly from: number; readonly to: number };

export interface GallerySize {
  readonly columns: number;
  readonly headPx: number;
  readonly cropRowPx: number;
}

/** The gallery as rows of known heights. */
export interface GalleryLayout extends GallerySize {
  readonly rows: readonly GalleryRow[];
  /** upper edge of each row, and last the height of all */
  readonly startsPx: Float64Array;
  /** rows of the cell table in the order in which they are shown */
  readonly cells: Int32Array;
  /** for each of `cells` its row among `rows` */
  readonly rowOf: Int32Array;
}

export function layOutGallery(groups: readonly CellGroup[], size: GallerySize): GalleryLayout {
  const columns = Math.max(1, size.columns);
  const total = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const cells = new Int32Array(total);
  const rowOf = new Int32Array(total);
  const rows: GalleryRow[] = [];
  let at = 0;
  for (const { group, rows: cellRows } of groups) {
    rows.push({ kind: 'head', group, cellCount: cellRows.length });
    cells.set(cellRows, at);
    const end = at + cellRows.length;
    for (let from = at; from < end; from += columns) {
      const to = Math.min(end, from + columns);
      rowOf.fill(rows.length, from, to);
      rows.push({ kind: 'crops', group, from, to });
    }
    at = end;
  }
  return { ...size, columns, rows, cells, rowOf, startsPx: findStarts(rows, size) };
}

function findStarts(rows: readonly GalleryRow[], size: GallerySize): Float64Array {
  const startsPx = new Float64Array(rows.length + 1);
  let startPx = 0;
  for (const [index, row] of rows.entries()) {
    startsPx[index] = startPx;
    startPx += row.kind === 'head' ? size.headPx : size.cropRowPx;
  }
  startsPx[rows.length] = startPx;
  return startsPx;
}

/** Upper edge of the row that a cell is in, pixels from the gallery's top. */
export function startOfCell(layout: GalleryLayout, at: number): number {
  return layout.startsPx[layout.rowOf[at] ?? 0] ?? 0;
}

/** The row that is at a height; the last where the gallery ends above it. */
export function rowAtPx(layout: GalleryLayout, px: number): number {
  let low = 0;
  let high = layout.rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((layout.startsPx[middle] ?? 0) <= px) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The head of the group that a row belongs to. */
export function headOfRow(layout: GalleryLayout, index: number): number {
  for (let at = index; at >= 0; at -= 1) if (layout.rows[at]?.kind === 'head') return at;
  return 0;
}

/** Least scrolling that shows a cell whole below the head that sticks to the top. */
export function scrollToShow(
  layout: GalleryLayout,
  at: number,
  view: { readonly topPx: number; readonly heightPx: number },
): number {
  const startPx = startOfCell(layout, at);
  const highest = startPx - layout.headPx;
  if (view.topPx > highest) return Math.max(0, highest);
  const lowest = startPx + layout.cropRowPx - view.heightPx;
  return view.topPx < lowest ? Math.min(lowest, Math.max(0, highest)) : view.topPx;
}
