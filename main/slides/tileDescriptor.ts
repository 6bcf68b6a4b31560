import { listDeepZoomLevels } from '../domain/deepZoom.ts';
import type { SlideInfo } from '../domain/slideInfo.ts';

/** What a viewer needs to know of a slide before it asks for tiles. */
export interface TileDescriptor {
  readonly info: SlideInfo;
  /** the tile that costs least, with no overlap; others are made as well */
  readonly tilePx: number;
  readonly overlapPx: number;
  /** of the JPEG files, at which a screen shows no loss; others are made as well */
  readonly quality: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** of the DeepZoom pyramid: levels are 0 to levelCount - 1 */
  readonly levelCount: number;
}

const usualTilePx = 256;
const usualQuality = 85;
const storedTilePx = { least: 128, most: 1024 } as const;

export function describeTiles(info: SlideInfo): TileDescriptor {
  const { widthPx, heightPx } = info;
  const tilePx = storedTileEdge(info) ?? usualTilePx;
  const levelCount = listDeepZoomLevels(info, tilePx).length;
  return { info, tilePx, overlapPx: 0, quality: usualQuality, widthPx, heightPx, levelCount };
}

/** Tiles as they are stored are read fastest; very small ones are too many, very large ones too slow. */
function storedTileEdge({ levels }: SlideInfo): number | undefined {
  const [full] = levels;
  if (full === undefined || full.tileWidthPx !== full.tileHeightPx) return undefined;
  const { tileWidthPx } = full;
  return tileWidthPx >= storedTilePx.least && tileWidthPx <= storedTilePx.most ? tileWidthPx : undefined;
}
