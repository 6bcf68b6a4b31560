import type { PixelBox } from '../domain/cell.ts';
import { type DeepZoomLevel, listDeepZoomLevels } from '../domain/deepZoom.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { shrinkByMean } from '../pixels/shrinkByMean.ts';
import { readTilePixels, type TilePixels } from './readTilePixels.ts';
import { createSharedWork, type SharedWork } from './sharedWork.ts';
import type { SlideSource } from './slideSource.ts';

/** Longest edge of an overview: 3 MB, held as long as the slide is open. */
const overviewEdgePx = 1024;

/** A coarse level of a slide held whole, for the tiles of the levels below it. */
interface Overview extends TilePixels {
  readonly level: DeepZoomLevel;
}

const kept = new WeakMap<SlideSource, Overview>();
const underWay = new WeakMap<SlideSource, SharedWork<Overview>>();

/** True when a level is in the overview or is made from it. */
export function isInOverview({ widthPx, heightPx }: DeepZoomLevel): boolean {
  return Math.max(widthPx, heightPx) <= overviewEdgePx;
}

/** Pixels of a coarse level. A slide without coarse levels is read whole for it, once, piece by piece; else each
 *  of the ten lowest levels would cost that.
 *  @param box in pixels of `level`, which `isInOverview`
 *  @throws as readWholeParts does */
export async function readFromOverview(
  source: SlideSource,
  { level, box }: { readonly level: DeepZoomLevel; readonly box: PixelBox },
  signal?: AbortSignal,
): Promise<TilePixels> {
  const overview = await readOverview(source, signal);
  const shrink = level.downsample / overview.level.downsample;
  return {
    pixels: shrinkByMean(cutOut(overview.pixels, box, shrink), shrink),
    damaged: overview.damaged.map((part) => ({
      xPx: part.xPx / shrink - box.xPx,
      yPx: part.yPx / shrink - box.yPx,
      widthPx: part.widthPx / shrink,
      heightPx: part.heightPx / shrink,
    })),
  };
}

async function readOverview(source: SlideSource, signal: AbortSignal | undefined): Promise<Overview> {
  const found = kept.get(source);
  if (found !== undefined) return found;
  const shared = underWay.get(source) ?? createSharedWork<Overview>();
  underWay.set(source, shared);
  const caller = { name: source.info.name, signal };
  return shared.run('overview', (sharedSignal) => makeOverview(source, sharedSignal), caller);
}

async function makeOverview(source: SlideSource, signal: AbortSignal): Promise<Overview> {
  const levels = listDeepZoomLevels(source.info, overviewEdgePx);
  const level = levels.findLast(isInOverview) as DeepZoomLevel;
  const { widthPx, heightPx } = level;
  const whole = { xPx: 0, yPx: 0, widthPx, heightPx };
  const overview = { level, ...(await readTilePixels(source, { level, box: whole }, signal)) };
  kept.set(source, overview);
  return overview;
}

/** A box of a level that is `shrink` times coarser than the image. */
function cutOut(image: RgbRaster, box: PixelBox, shrink: number): RgbRaster {
  const xPx = box.xPx * shrink;
  const yPx = box.yPx * shrink;
  const widthPx = Math.min(image.widthPx - xPx, box.widthPx * shrink);
  const heightPx = Math.min(image.heightPx - yPx, box.heightPx * shrink);
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1) {
    const from = ((yPx + y) * image.widthPx + xPx) * 3;
    data.set(image.data.subarray(from, from + widthPx * 3), y * widthPx * 3);
  }
  return { widthPx, heightPx, data };
}
