import { createHash } from 'node:crypto';
import type { PixelBox } from '../domain/cell.ts';
import type { DeepZoomTile } from '../domain/deepZoom.ts';

/** Raised when the same slide gives other pictures than before, so that no cache serves the old ones. */
const renderingVersion = 1;

const digits = 32;

/** What all ids of a slide's pictures begin with.
 *  @param contentId of the slide's bytes: their SHA-256, or its fingerprint */
export function contentPrefix(contentId: string): string {
  return digest(`${renderingVersion} ${contentId}`);
}

/** Id of a tile among all tiles of all slides, 64 hexadecimal digits; the same bytes give the same id. */
export function tileId(prefix: string, tile: DeepZoomTile): string {
  const { level, column, row, tilePx, overlapPx, quality } = tile;
  return prefix + digest(`tile ${level} ${column} ${row} ${tilePx} ${overlapPx} ${quality}`);
}

/** Id of the picture of a whole slide among all pictures. */
export function thumbnailId(prefix: string, maxPx: number): string {
  return prefix + digest(`thumbnail ${maxPx}`);
}

/** Id of a label, macro or other associated image among all pictures. */
export function associatedImageId(prefix: string, name: string): string {
  return prefix + digest(`associated ${name}`);
}

/** Id of the picture of a cell's surroundings. */
export function cropId(prefix: string, square: PixelBox, outPx: number): string {
  return prefix + digest(`crop ${square.xPx} ${square.yPx} ${square.widthPx} ${outPx}`);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}

/** The id as an HTTP entity tag. */
export function formatEtag(id: string): string {
  return `"${id}"`;
}

/** True when a request says that it has this picture.
 *  @param ifNoneMatch the header of that name: tags, weak or strong, with commas between them */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
