import { LRUCache } from 'lru-cache';
import type { RenderedTile } from './renderTile.ts';

/** Tiles in memory, bounded in bytes; the longest unused go first. */
export interface TileMemoryCache {
  get(id: string): RenderedTile | undefined;
  /** @returns the tile as it is kept, which is a copy */
  put(id: string, tile: RenderedTile): RenderedTile;
  /** Forgets all tiles whose id begins so. */
  forget(idPrefix: string): void;
  readonly sizeBytes: number;
}

/** What an entry costs beside its bytes: key, node of the list, buffer object. */
const entryBytes = 600;

export function createTileMemoryCache(mostBytes: number): TileMemoryCache {
  const tiles = new LRUCache<string, RenderedTile>({
    maxSize: Math.max(1, mostBytes),
    sizeCalculation: ({ jpeg }) => jpeg.byteLength + entryBytes,
  });
  return {
    get: (id) => tiles.get(id),
    put(id, { jpeg, isDamaged }) {
      // a buffer that came through a channel is a view of a larger one, which would be kept with it
      const kept = { jpeg: new Uint8Array(jpeg), isDamaged };
      tiles.set(id, kept);
      return kept;
    },
    forget(idPrefix) {
      for (const id of [...tiles.keys()]) if (id.startsWith(idPrefix)) tiles.delete(id);
    },
    get sizeBytes() {
      return tiles.calculatedSize;
    },
  };
}
