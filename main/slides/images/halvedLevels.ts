import type { SlideLevel } from '../../domain/slideInfo.ts';

/** Of images that are not stored in tiles: four tiles of a viewer. */
const tilePx = 512;

/** The coarsest level has about this longer edge. */
const coarsestPx = 256;

/** Levels that halve from one to the next, edges rounded up, down to about 256 px. */
export function halvedLevels(widthPx: number, heightPx: number): readonly SlideLevel[] {
  const halvings = Math.max(0, Math.round(Math.log2(Math.max(widthPx, heightPx) / coarsestPx)));
  return Array.from({ length: halvings + 1 }, (_, halving) => ({
    widthPx: Math.ceil(widthPx / 2 ** halving),
    heightPx: Math.ceil(heightPx / 2 ** halving),
    downsample: 2 ** halving,
    tileWidthPx: tilePx,
    tileHeightPx: tilePx,
  }));
}
