import type { PixelBox } from '../domain/cell.ts';
import { computeTileBox, type DeepZoomLevel, type DeepZoomTile, findTileLevel } from '../domain/deepZoom.ts';
import { planTileRead } from '../domain/planTileRead.ts';
import { encodeJpeg } from './encodeJpeg.ts';
import { throwIfCancelled } from './fileFailure.ts';
import { markDamageInPlace } from './markDamage.ts';
import { readTilePixels, type TilePixels } from './readTilePixels.ts';
import { isDamage } from './readWholeParts.ts';
import type { SlideSource } from './slideSource.ts';
import { isInOverview, readFromOverview } from './tileOverview.ts';

/** A tile as the viewer shows it. */
export interface RenderedTile {
  /** bytes of a JPEG file */
  readonly jpeg: Uint8Array;
  /** true when a part of it could not be read and is marked so */
  readonly isDamaged: boolean;
}

/** A tile that needs more pixels of the slide than this is made from the overview, where that is fine enough. */
const mostPixelsOfTile = 2048 ** 2;

/** Renders a tile of a slide's DeepZoom pyramid. A stored JPEG tile is handed out as it is where it shows the same;
 *  else pixels come from the coarsest stored level that is fine enough. A damaged part of the file is marked by
 *  stripes and a cross; the rest of the tile is shown.
 *  @throws LabError 'argument-invalid' when the slide has no such tile
 *  @throws LabError 'slide-unreadable' | 'file-missing' | 'cancelled' */
export async function renderTile(
  source: SlideSource,
  tile: DeepZoomTile,
  signal?: AbortSignal,
): Promise<RenderedTile> {
  const level = findTileLevel(source.info, tile);
  throwIfCancelled(signal, source.info.name);
  const box = computeTileBox(level, tile);
  const jpeg = await readStoredTile(source, { tile, level, box }, signal);
  if (jpeg !== undefined) return { jpeg, isDamaged: false };
  const { pixels, damaged } = await readPixels(source, { level, box }, signal);
  throwIfCancelled(signal, source.info.name);
  for (const part of damaged) markDamageInPlace(pixels, part, box);
  return { jpeg: await encodeJpeg(pixels, tile.quality), isDamaged: damaged.length > 0 };
}

/** @returns undefined when the tile is not stored as it is wanted, or is damaged */
async function readStoredTile(
  source: SlideSource,
  wanted: { readonly tile: DeepZoomTile; readonly level: DeepZoomLevel; readonly box: PixelBox },
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  const { tile, level, box } = wanted;
  if (source.readStoredJpeg === undefined || tile.overlapPx !== 0) return undefined;
  if (box.widthPx !== tile.tilePx || box.heightPx !== tile.tilePx) return undefined;
  const { region, shrink, window } = planTileRead(source.info.levels, level, box);
  const stored = source.info.levels[region.level];
  if (stored?.tileWidthPx !== tile.tilePx || stored.tileHeightPx !== tile.tilePx) return undefined;
  if (shrink !== 1 || window !== undefined) return undefined;
  try {
    const { column, row } = tile;
    return await source.readStoredJpeg({ level: region.level, column, row }, signal);
  } catch (error) {
    if (isDamage(error)) return undefined; // what is whole of it is shown
    throw error;
  }
}

function readPixels(
  source: SlideSource,
  wanted: { readonly level: DeepZoomLevel; readonly box: PixelBox },
  signal: AbortSignal | undefined,
): Promise<TilePixels> {
  const { region } = planTileRead(source.info.levels, wanted.level, wanted.box);
  const isCostly = region.widthPx * region.heightPx > mostPixelsOfTile;
  return isCostly && isInOverview(wanted.level)
    ? readFromOverview(source, wanted, signal)
    : readTilePixels(source, wanted, signal);
}
