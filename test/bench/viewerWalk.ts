import { type DeepZoomLevel, listDeepZoomLevels } from '../../main/domain/deepZoom.ts';
import { createRandom } from '../../main/domain/randomNumbers.ts';

/** A tile as the walk asks for it. */
export interface WalkTile {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

interface Walk {
  readonly slide: { readonly widthPx: number; readonly heightPx: number };
  readonly tilePx: number;
  readonly tileCount: number;
  readonly seed: number;
}

/** A viewer's window: 1400 by 900 px are on screen. */
const windowPx = { width: 1400, height: 900 } as const;

/** After a zoom to the full resolution a person looks around so many times before jumping elsewhere. */
const panCount = 10;

/** Of the window's width, how far a pan moves at most. */
const panPart = 0.8;

/** Tiles in the order in which a viewer asks for them, none twice, as it keeps what it has: zoom from the whole
 *  slide into a place, pan about there, jump to another. Ends early when the slide has no more tiles.
 *  @returns the same for the same seed */
export function listViewerWalk({ slide, tilePx, tileCount, seed }: Walk): readonly WalkTile[] {
  const random = createRandom(seed);
  const levels = listDeepZoomLevels(slide, tilePx);
  const seen = new Set<string>();
  const tiles: WalkTile[] = [];
  const total = levels.reduce((sum, { columns, rows }) => sum + columns * rows, 0);
  const look = (level: DeepZoomLevel, x: number, y: number) => {
    for (const tile of listTilesInWindow(level, { x, y, tilePx })) {
      const key = `${tile.level}/${tile.column}/${tile.row}`;
      if (!seen.has(key) && tiles.length < tileCount) tiles.push(tile);
      seen.add(key);
    }
  };
  // where a walk finds nothing new for so long, the slide is as good as seen
  for (let idleCount = 0; idleCount < 200 && tiles.length < Math.min(total, tileCount); ) {
    const before = tiles.length;
    let x = random() * slide.widthPx;
    let y = random() * slide.heightPx;
    for (const level of levels) look(level, x, y);
    const finest = levels.at(-1) as DeepZoomLevel;
    for (let pan = 0; pan < panCount; pan += 1) {
      x = clamp(x + (2 * random() - 1) * panPart * windowPx.width, slide.widthPx);
      y = clamp(y + (2 * random() - 1) * panPart * windowPx.height, slide.heightPx);
      look(finest, x, y);
    }
    idleCount = tiles.length === before ? idleCount + 1 : 0;
  }
  return tiles;
}

/** Tiles of a level in a window about a full-resolution point. */
function listTilesInWindow(
  { level, downsample, columns, rows }: DeepZoomLevel,
  { x, y, tilePx }: { readonly x: number; readonly y: number; readonly tilePx: number },
): readonly WalkTile[] {
  const columnsShown = listIndexes(x / downsample, windowPx.width, tilePx, columns);
  const rowsShown = listIndexes(y / downsample, windowPx.height, tilePx, rows);
  return rowsShown.flatMap((row) => columnsShown.map((column) => ({ level, column, row })));
}

function listIndexes(centre: number, length: number, tilePx: number, count: number): readonly number[] {
  const first = Math.max(0, Math.floor((centre - length / 2) / tilePx));
  const last = Math.min(count - 1, Math.floor((centre + length / 2) / tilePx));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
