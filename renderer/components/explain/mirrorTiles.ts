import type { PixelBox } from '../../../main/domain/cell.ts';

/** A part of the window and how the picture is laid into it. */
export interface MirrorTile {
  /** of the window, 0..1 */
  readonly part: PixelBox;
  /** the picture, or its mirror image about this edge of the field, 0..1 */
  readonly mirrorX: number | undefined;
  readonly mirrorY: number | undefined;
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly mirror: number | undefined;
}

/** How a window that reaches beyond its field was filled for the network: the field as it is, and its mirror image at
 *  each edge. The middle of the window lies in the field.
 *  @param field where it lies in the window: 0..1 is the window, less and more lies beyond */
export function mirrorTiles(field: PixelBox): readonly MirrorTile[] {
  const columns = spansOf(field.xPx, field.xPx + field.widthPx);
  const rows = spansOf(field.yPx, field.yPx + field.heightPx);
  return rows.flatMap((row) =>
    columns.map((column) => ({
      part: {
        xPx: column.from,
        yPx: row.from,
        widthPx: column.to - column.from,
        heightPx: row.to - row.from,
      },
      mirrorX: column.mirror,
      mirrorY: row.mirror,
    })),
  );
}

function spansOf(first: number, last: number): readonly Span[] {
  const [low, high] = [Math.max(0, first), Math.min(1, last)];
  return [
    { from: 0, to: low, mirror: low },
    { from: low, to: high, mirror: undefined },
    { from: high, to: 1, mirror: high },
  ].filter(({ from, to }) => to > from);
}
