import type { PixelBox } from '../domain/cell.ts';
import type { DeepZoomLevel } from '../domain/deepZoom.ts';
import { planTileRead, type TileRead } from '../domain/planTileRead.ts';
import type { RgbRaster } from '../domain/raster.ts';
import type { SlideLevel, SlideRegion } from '../domain/slideInfo.ts';
import { resampleWindow } from '../pixels/resample.ts';
import { readShrunk } from './readShrunk.ts';
import type { SlideSource } from './slideSource.ts';

/** What a tile shows. */
export interface TilePixels {
  /** of the size of the tile's box */
  readonly pixels: RgbRaster;
  /** the stored tiles that are damaged, in pixels of the tile; each may reach beyond it. White in `pixels` */
  readonly damaged: readonly PixelBox[];
}

/** Reads the pixels of a box of a DeepZoom level, from the coarsest stored level that is fine enough.
 *  @param box in pixels of `level`
 *  @throws as readWholeParts does */
export async function readTilePixels(
  source: Pick<SlideSource, 'info' | 'readRegion'>,
  { level, box }: { readonly level: DeepZoomLevel; readonly box: PixelBox },
  signal?: AbortSignal,
): Promise<TilePixels> {
  const read = planTileRead(source.info.levels, level, box);
  const shrunk = await readShrunk(source, read, signal);
  const { window } = read;
  return {
    pixels: window === undefined ? fillTo(shrunk.pixels, box) : resampleWindow(shrunk.pixels, window, box),
    damaged: shrunk.damaged.map((part) =>
      placeOnTile(wholeStoredTile(part, source.info.levels[read.region.level]), read, box),
    ),
  };
}

/** Repeats the last column and row where a stored level was rounded down and lacks them. */
function fillTo(pixels: RgbRaster, { widthPx, heightPx }: PixelBox): RgbRaster {
  if (pixels.widthPx === widthPx && pixels.heightPx === heightPx) return pixels;
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1) {
    const from = Math.min(y, pixels.heightPx - 1) * pixels.widthPx * 3;
    const row = data.subarray(y * widthPx * 3, (y + 1) * widthPx * 3);
    row.set(pixels.data.subarray(from, from + pixels.widthPx * 3));
    for (let x = pixels.widthPx; x < widthPx; x += 1) row.copyWithin(x * 3, (x - 1) * 3, x * 3);
  }
  return { widthPx, heightPx, data };
}

/** The stored tile that a damaged part belongs to, so that its mark is whole and not cut at each tile. */
function wholeStoredTile(part: SlideRegion, level: SlideLevel | undefined): PixelBox {
  if (level === undefined) return part;
  const { tileWidthPx, tileHeightPx } = level;
  if (part.widthPx > tileWidthPx || part.heightPx > tileHeightPx) return part;
  const xPx = Math.floor(part.xPx / tileWidthPx) * tileWidthPx;
  const yPx = Math.floor(part.yPx / tileHeightPx) * tileHeightPx;
  return {
    xPx,
    yPx,
    widthPx: Math.min(tileWidthPx, level.widthPx - xPx),
    heightPx: Math.min(tileHeightPx, level.heightPx - yPx),
  };
}

function placeOnTile(part: PixelBox, { region, shrink, window }: TileRead, box: PixelBox): PixelBox {
  const offsetX = window?.xPx ?? 0;
  const offsetY = window?.yPx ?? 0;
  const scaleX = window === undefined ? 1 : box.widthPx / window.widthPx;
  const scaleY = window === undefined ? 1 : box.heightPx / window.heightPx;
  return {
    xPx: ((part.xPx - region.xPx) / shrink - offsetX) * scaleX,
    yPx: ((part.yPx - region.yPx) / shrink - offsetY) * scaleY,
    widthPx: (part.widthPx / shrink) * scaleX,
    heightPx: (part.heightPx / shrink) * scaleY,
  };
}
