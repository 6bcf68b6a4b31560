import type { PixelBox } from './cell.ts';
import { LabError } from './labError.ts';

/** A tile of the DeepZoom pyramid as OpenSeadragon asks for it. Level 0 is a single pixel, each next one is twice
 *  as fine, the last one is the full resolution; column and row count tiles of `tilePx` from the upper left. */
export interface DeepZoomTile {
  readonly level: number;
  readonly column: number;
  readonly row: number;
  /** edge of a tile without its overlap */
  readonly tilePx: number;
  /** what a tile shows of each of its neighbours */
  readonly overlapPx: number;
  /** of the JPEG file, 1..100 */
  readonly quality: number;
}

/** A resolution of the DeepZoom pyramid. */
export interface DeepZoomLevel {
  readonly level: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** full-resolution pixels per pixel of this level, a power of two */
  readonly downsample: number;
  readonly columns: number;
  readonly rows: number;
}

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Edges of tiles that make sense: below, a tile costs more than its pixels; above, it is no tile. */
export const tileEdgePx = { least: 32, most: 4096 } as const;

/** Levels of the DeepZoom pyramid of a slide, level 0 first: each has half the size of the next, rounded up.
 *  @param slide full resolution, 1 px or more
 *  @see OpenSlide's DeepZoomGenerator and OpenSeadragon's TileSource count alike */
export function listDeepZoomLevels(slide: Size, tilePx: number): readonly DeepZoomLevel[] {
  const sizes: Size[] = [slide];
  for (let { widthPx, heightPx } = slide; widthPx > 1 || heightPx > 1; ) {
    widthPx = Math.ceil(widthPx / 2);
    heightPx = Math.ceil(heightPx / 2);
    sizes.unshift({ widthPx, heightPx });
  }
  return sizes.map(({ widthPx, heightPx }, level) => ({
    level,
    widthPx,
    heightPx,
    downsample: 2 ** (sizes.length - 1 - level),
    columns: Math.ceil(widthPx / tilePx),
    rows: Math.ceil(heightPx / tilePx),
  }));
}

/** The level that a tile belongs to.
 *  @throws LabError 'argument-invalid' when the slide has no such tile, or its edge, overlap or quality make no
 *    sense */
export function findTileLevel(slide: Size, tile: DeepZoomTile): DeepZoomLevel {
  const { column, row, tilePx, overlapPx, quality } = tile;
  requireWhole('The edge of a tile', tilePx, tileEdgePx.least, tileEdgePx.most);
  requireWhole('The overlap of a tile', overlapPx, 0, Math.floor(tilePx / 4));
  requireWhole('The quality of a tile', quality, 1, 100);
  const levels = listDeepZoomLevels(slide, tilePx);
  requireWhole('The level of a tile', tile.level, 0, levels.length - 1);
  const level = levels[tile.level] as DeepZoomLevel;
  requireWhole('The column of a tile', column, 0, level.columns - 1);
  requireWhole('The row of a tile', row, 0, level.rows - 1);
  return level;
}

function requireWhole(what: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new LabError('argument-invalid', `${what} is a whole number from ${least} to ${most}, not ${value}.`);
}

/** What a tile shows, in pixels of its level: the tile and its overlap on the sides where it has neighbours; at
 *  the right and lower edge only what is left of the level. */
export function computeTileBox(level: DeepZoomLevel, tile: DeepZoomTile): PixelBox {
  const horizontal = computeSpan(tile.column, tile, level.widthPx);
  const vertical = computeSpan(tile.row, tile, level.heightPx);
  return {
    xPx: horizontal.start,
    yPx: vertical.start,
    widthPx: horizontal.length,
    heightPx: vertical.length,
  };
}

function computeSpan(index: number, { tilePx, overlapPx }: DeepZoomTile, levelLength: number) {
  const start = Math.max(0, index * tilePx - overlapPx);
  const end = Math.min(levelLength, (index + 1) * tilePx + overlapPx);
  return { start, length: end - start };
}
