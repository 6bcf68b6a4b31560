/** An upright rectangle on a slide, full-resolution slide pixels. */
interface PlacedRectangle {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Camera fields laid out as one slide. */
interface ContactGrid {
  readonly widthPx: number;
  readonly heightPx: number;
  /** one for each size, in the same order; none overlap */
  readonly places: readonly PlacedRectangle[];
}

/** Shape of the whole grid: that of a screen. */
const wantedAspect = 4 / 3;

/** Gap between neighbours as a part of the middle field's longer edge, and at least so many pixels. */
const gapPart = 0.02;
const leastGapPx = 8;

/** Lays fields out row by row in their order, about 4:3 overall. A column is as wide as its widest field and a
 *  row as high as its highest, so that one large field does not spread all others out.
 *  @param sizes at least one; whole pixels, 1 or more */
export function layOutContactGrid(
  sizes: readonly { readonly widthPx: number; readonly heightPx: number }[],
): ContactGrid {
  const edges = sizes.map(({ widthPx, heightPx }) => Math.max(widthPx, heightPx)).sort((a, b) => a - b);
  const middleEdge = edges[Math.floor(edges.length / 2)];
  if (middleEdge === undefined) throw new RangeError('A contact grid has at least one field');
  const gapPx = Math.max(leastGapPx, Math.round(middleEdge * gapPart));
  const columnCount = chooseColumnCount(sizes);
  const columnWidths = new Array<number>(columnCount).fill(0);
  const rowHeights = new Array<number>(Math.ceil(sizes.length / columnCount)).fill(0);
  for (const [index, { widthPx, heightPx }] of sizes.entries()) {
    const [column, row] = [index % columnCount, Math.floor(index / columnCount)];
    columnWidths[column] = Math.max(columnWidths[column] ?? 0, widthPx);
    rowHeights[row] = Math.max(rowHeights[row] ?? 0, heightPx);
  }
  const columns = startsOf(columnWidths, gapPx);
  const rows = startsOf(rowHeights, gapPx);
  const places = sizes.map(({ widthPx, heightPx }, index) => ({
    xPx: columns.starts[index % columnCount] ?? 0,
    yPx: rows.starts[Math.floor(index / columnCount)] ?? 0,
    widthPx,
    heightPx,
  }));
  return { widthPx: columns.totalPx, heightPx: rows.totalPx, places };
}

/** By the fields' mean size; gaps change the shape too little to count. */
function chooseColumnCount(
  sizes: readonly { readonly widthPx: number; readonly heightPx: number }[],
): number {
  const widthPx = sizes.reduce((sum, size) => sum + size.widthPx, 0) / sizes.length;
  const heightPx = sizes.reduce((sum, size) => sum + size.heightPx, 0) / sizes.length;
  const exact = Math.sqrt((sizes.length * wantedAspect * heightPx) / widthPx);
  const strayFrom = (columnCount: number) =>
    Math.abs(
      Math.log((columnCount * widthPx) / (Math.ceil(sizes.length / columnCount) * heightPx) / wantedAspect),
    );
  const clamp = (count: number) => Math.min(sizes.length, Math.max(1, count));
  const [fewer, more] = [clamp(Math.floor(exact)), clamp(Math.ceil(exact))];
  return strayFrom(more) < strayFrom(fewer) ? more : fewer;
}

function startsOf(lengths: readonly number[], gapPx: number) {
  const starts: number[] = [];
  let next = 0;
  for (const length of lengths) {
    starts.push(next);
    next += length + gapPx;
  }
  return { starts, totalPx: next - gapPx };
}

/** Index of the field that a point of the slide lies in; undefined in a gap.
 *  @param fields of a contact grid: none overlap */
export function fieldIndexAt(
  fields: readonly PlacedRectangle[],
  xPx: number,
  yPx: number,
): number | undefined {
  const index = fields.findIndex(
    (field) =>
      xPx >= field.xPx &&
      yPx >= field.yPx &&
      xPx < field.xPx + field.widthPx &&
      yPx < field.yPx + field.heightPx,
  );
  return index === -1 ? undefined : index;
}

/** Indexes of the fields that a region of the slide touches, in their order. */
export function fieldIndexesIn(
  fields: readonly PlacedRectangle[],
  region: PlacedRectangle,
): readonly number[] {
  return fields.flatMap((field, index) => (overlaps(field, region) ? [index] : []));
}

function overlaps(a: PlacedRectangle, b: PlacedRectangle): boolean {
  return (
    a.xPx < b.xPx + b.widthPx &&
    b.xPx < a.xPx + a.widthPx &&
    a.yPx < b.yPx + b.heightPx &&
    b.yPx < a.yPx + a.heightPx
  );
}
