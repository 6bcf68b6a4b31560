import type { PixelBox } from './cell.ts';
import type { DeepZoomLevel } from './deepZoom.ts';
import type { SlideLevel, SlideRegion } from './slideInfo.ts';

/** How the pixels of a tile come from a stored level of the slide. */
export interface TileRead {
  readonly region: SlideRegion;
  /** the region is brought to this whole fraction of its size first, rounded up; 1 or more */
  readonly shrink: number;
  /** the part of the shrunk region that is then resampled to the tile. Undefined where the shrunk region is the
   *  tile, or, at the slide's right and lower edge, lacks a pixel of it, which the last one stands for */
  readonly window: PixelBox | undefined;
}

/** A stored level may be coarser than the wanted one by this factor: scanners round the sizes of their levels. */
const coarserBy = 1.01;

/** Chooses the coarsest stored level that is fine enough, and the part of it that a box needs.
 *  @param levels of the slide, finest first
 *  @param box in pixels of the DeepZoom level */
export function planTileRead(levels: readonly SlideLevel[], wanted: DeepZoomLevel, box: PixelBox): TileRead {
  const full = levels[0];
  const levelIndex = levels.findLastIndex(({ downsample }) => downsample <= wanted.downsample * coarserBy);
  const level = levels[levelIndex];
  if (full === undefined || level === undefined) throw new RangeError('A slide has a full-resolution level');
  const scaleX = (level.widthPx * wanted.downsample) / full.widthPx;
  const scaleY = (level.heightPx * wanted.downsample) / full.heightPx;
  const nearest = Math.max(1, Math.round(Math.sqrt(scaleX * scaleY)));
  const isWholeRatio =
    driftsLessThanPixel(level.widthPx, scaleX, nearest) &&
    driftsLessThanPixel(level.heightPx, scaleY, nearest);
  if (isWholeRatio) {
    const region = coverWindow(scaleBox(box, nearest, nearest), { level, levelIndex, marginPx: 0 });
    return { region, shrink: nearest, window: undefined };
  }
  const shrink = Math.max(1, Math.floor(Math.min(scaleX, scaleY)));
  // the triangle filter of the resampling reaches this far beyond the window
  const marginPx = shrink * (Math.ceil(Math.max(1, scaleX / shrink, scaleY / shrink)) + 1);
  const onLevel = scaleBox(box, scaleX, scaleY);
  const region = coverWindow(onLevel, { level, levelIndex, marginPx });
  const inRegion = { ...onLevel, xPx: onLevel.xPx - region.xPx, yPx: onLevel.yPx - region.yPx };
  return { region, shrink, window: scaleBox(inRegion, 1 / shrink, 1 / shrink) };
}

/** Sizes of stored levels are rounded, up or down: a ratio that is off by less than a pixel over the whole level
 *  is a whole one. */
function driftsLessThanPixel(levelLength: number, scale: number, shrink: number): boolean {
  return Math.abs(levelLength / scale - levelLength / shrink) < 1;
}

function scaleBox(box: PixelBox, scaleX: number, scaleY: number): PixelBox {
  return {
    xPx: box.xPx * scaleX,
    yPx: box.yPx * scaleY,
    widthPx: box.widthPx * scaleX,
    heightPx: box.heightPx * scaleY,
  };
}

/** The whole pixels of a level under a window and its margin, at least one; nothing beyond the level. */
function coverWindow(
  window: PixelBox,
  on: { readonly level: SlideLevel; readonly levelIndex: number; readonly marginPx: number },
): SlideRegion {
  const { level, marginPx } = on;
  const xPx = Math.max(0, Math.min(level.widthPx - 1, Math.floor(window.xPx) - marginPx));
  const yPx = Math.max(0, Math.min(level.heightPx - 1, Math.floor(window.yPx) - marginPx));
  const rightPx = Math.min(level.widthPx, Math.ceil(window.xPx + window.widthPx) + marginPx);
  const lowerPx = Math.min(level.heightPx, Math.ceil(window.yPx + window.heightPx) + marginPx);
  return {
    level: on.levelIndex,
    xPx,
    yPx,
    widthPx: Math.max(1, rightPx - xPx),
    heightPx: Math.max(1, lowerPx - yPx),
  };
}
