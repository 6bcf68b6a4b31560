import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import type { SlideLevel, SlideRegion } from '../domain/slideInfo.ts';
import { createWhiteRaster, levelOfRegion, pasteIntoRaster } from './regionRaster.ts';
import type { SlideSource } from './slideSource.ts';

/** A region is read again in pieces of this edge at least, where its stored tiles are smaller. */
const leastPieceEdgePx = 128;

/** What could be read of a region. */
export interface WholeParts {
  /** the region's size; white where it is damaged or beyond the level */
  readonly pixels: RgbRaster;
  /** the damaged parts of the region, in pixels of its level; none overlap. Empty when all is whole */
  readonly damaged: readonly SlideRegion[];
}

/** Reads a region of a slide whose file may be damaged in places: where a part is, the region is read again by
 *  the stored tiles of its level, so that only the damaged ones are lost.
 *  @param region at most 64 megapixels; may reach beyond the level
 *  @throws LabError 'slide-unreadable' | 'file-missing' | 'slide-reader-lost' | 'cancelled' */
export async function readWholeParts(
  source: Pick<SlideSource, 'info' | 'readRegion'>,
  region: SlideRegion,
  signal?: AbortSignal,
): Promise<WholeParts> {
  try {
    return { pixels: await source.readRegion(region, signal), damaged: [] };
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  const pixels = createWhiteRaster(region.widthPx, region.heightPx);
  const damaged: SlideRegion[] = [];
  for (const piece of cutByStoredTiles(region, levelOfRegion(source.info, region))) {
    try {
      const part = await source.readRegion(piece, signal);
      pasteIntoRaster(pixels, part, { xPx: piece.xPx - region.xPx, yPx: piece.yPx - region.yPx });
    } catch (error) {
      if (!isDamage(error)) throw error;
      damaged.push(piece);
    }
  }
  return { pixels, damaged };
}

/** True for a part of a slide that cannot be read while the rest can. */
export function isDamage(error: unknown): boolean {
  return error instanceof LabError && error.code === 'tile-unreadable';
}

/** The part of a region that lies on its level, cut along the borders of the level's stored tiles. */
function cutByStoredTiles(region: SlideRegion, level: SlideLevel): readonly SlideRegion[] {
  const columns = cut(region.xPx, region.widthPx, level.widthPx, level.tileWidthPx);
  const rows = cut(region.yPx, region.heightPx, level.heightPx, level.tileHeightPx);
  return rows.flatMap(([yPx, heightPx]) =>
    columns.map(([xPx, widthPx]) => ({ level: region.level, xPx, yPx, widthPx, heightPx })),
  );
}

/** @returns start and length of each piece along one axis */
function cut(
  start: number,
  length: number,
  levelLength: number,
  tileLength: number,
): readonly (readonly [number, number])[] {
  const step = tileLength * Math.max(1, Math.ceil(leastPieceEdgePx / tileLength));
  const end = Math.min(levelLength, start + length);
  const pieces: [number, number][] = [];
  for (let from = Math.max(0, start); from < end; ) {
    const to = Math.min(end, (Math.floor(from / step) + 1) * step);
    pieces.push([from, to - from]);
    from = to;
  }
  return pieces;
}
