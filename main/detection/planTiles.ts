import type { PixelBox } from '../domain/cell.ts';

/** A part of the field that the network looks at in one go, in network pixels of the whole field. */
export interface Tile {
  readonly window: PixelBox;
  /** the part of the window whose cells this tile answers for; cores of all tiles cover the field without
   *  overlap */
  readonly core: PixelBox;
}

/** Above this the field is tiled: 1.5 megapixels take about 0.2 s on two cores and 1 GB of memory. */
const largestTileAreaPx = 1_500_000;
const tileSidePx = 1024;

/** Half of what neighbouring tiles share: a cell centred in one tile's core shows whole in it, up to a radius
 *  of 96 px, 4.8 red cells. A multiple of the network's stride, so that both tiles see the same grid. */
const marginPx = 96;

/** Tiles of a field of that size in network pixels; one when it is small enough. */
export function planTiles(size: { readonly widthPx: number; readonly heightPx: number }): readonly Tile[] {
  if (size.widthPx * size.heightPx <= largestTileAreaPx) {
    const whole = { xPx: 0, yPx: 0, ...size };
    return [{ window: whole, core: whole }];
  }
  const columns = planSpans(size.widthPx);
  return planSpans(size.heightPx).flatMap((row) =>
    columns.map((column) => ({
      window: {
        xPx: column.start,
        yPx: row.start,
        widthPx: column.end - column.start,
        heightPx: row.end - row.start,
      },
      core: {
        xPx: column.coreStart,
        yPx: row.coreStart,
        widthPx: column.coreEnd - column.coreStart,
        heightPx: row.coreEnd - row.coreStart,
      },
    })),
  );
}

function planSpans(length: number) {
  const coreLength = tileSidePx - 2 * marginPx;
  const count = Math.max(1, Math.ceil((length - 2 * marginPx) / coreLength));
  return Array.from({ length: count }, (_, i) => {
    const coreStart = i === 0 ? 0 : marginPx + i * coreLength;
    const coreEnd = i === count - 1 ? length : marginPx + (i + 1) * coreLength;
    return {
      coreStart,
      coreEnd,
      start: Math.max(0, coreStart - marginPx),
      end: Math.min(length, coreEnd + marginPx),
    };
  });
}

/** Whether the centre of a box lies in a tile's core: upper and left edge included, so that each centre belongs
 *  to exactly one tile. Centres beyond the field belong to the nearest tile. */
export function ownsCell(
  core: PixelBox,
  box: PixelBox,
  field: { widthPx: number; heightPx: number },
): boolean {
  const x = Math.min(field.widthPx - 1e-3, Math.max(0, box.xPx + box.widthPx / 2));
  const y = Math.min(field.heightPx - 1e-3, Math.max(0, box.yPx + box.heightPx / 2));
  return x >= core.xPx && x < core.xPx + core.widthPx && y >= core.yPx && y < core.yPx + core.heightPx;
}
