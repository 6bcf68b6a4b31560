import type { DeepZoomTile } from '../domain/deepZoom.ts';
import type { RgbRaster } from '../domain/raster.ts';
import type { SlideEntry } from '../domain/slide.ts';
import type { SlideInfo, SlideRegion } from '../domain/slideInfo.ts';
import { createGate, type Gate } from './createGate.ts';
import type { RenderedTile } from './renderTile.ts';

/** A slide opened for tiles: what `readerClient` gives, and a `SlideSource` can give. */
export interface TileReader {
  readonly info: SlideInfo;
  renderTile(tile: DeepZoomTile, signal?: AbortSignal): Promise<RenderedTile>;
  readRegion(region: SlideRegion, signal?: AbortSignal): Promise<RgbRaster>;
  readAssociatedImage(name: string, signal?: AbortSignal): Promise<RgbRaster>;
  dispose(): Promise<void>;
}

export interface TileReaders {
  open(entry: SlideEntry, options?: { readonly signal?: AbortSignal }): Promise<TileReader>;
  dispose(): Promise<void>;
}

/** Readers of the slides used last; the others are closed and opened again when they are needed. */
export interface ReaderPool {
  /** @param key of the slide and its content
   *  @throws what opening and the work throw; LabError 'cancelled' when the signal is aborted before its turn */
  use<Result>(
    slide: { readonly key: string; readonly entry: SlideEntry },
    work: (reader: TileReader) => Promise<Result> | Result,
    signal?: AbortSignal,
  ): Promise<Result>;
  /** Closes a slide's reader once what uses it is done. */
  close(key: string): Promise<void>;
  /** Closes all. */
  dispose(): Promise<void>;
}

interface PooledReader {
  readonly reader: Promise<TileReader>;
  readonly gate: Gate;
  userCount: number;
  /** called when the last user leaves a reader that is being closed */
  onIdle: (() => void) | undefined;
}

/** Tiles under way at once for a slide. More only wait inside the reader, where they cannot be taken back. */
const mostAtOnce = 8;

export function createReaderPool(readers: TileReaders, mostOpen: number): ReaderPool {
  /** longest unused first */
  const open = new Map<string, PooledReader>();

  function find(key: string, entry: SlideEntry): PooledReader {
    const found = open.get(key) ?? begin(key, entry);
    open.delete(key);
    open.set(key, found);
    return found;
  }

  function begin(key: string, entry: SlideEntry): PooledReader {
    const begun: PooledReader = {
      reader: readers.open(entry),
      gate: createGate({ mostAtOnce, mostBytes: Number.POSITIVE_INFINITY }),
      userCount: 0,
      onIdle: undefined,
    };
    begun.reader.catch(() => {
      if (open.get(key) === begun) open.delete(key);
    });
    return begun;
  }

  function closeUnused(): void {
    for (const [key, pooled] of open) {
      if (open.size <= mostOpen) return;
      if (pooled.userCount === 0) void close(key);
    }
  }

  async function close(key: string): Promise<void> {
    const pooled = open.get(key);
    if (pooled === undefined) return;
    open.delete(key);
    if (pooled.userCount > 0)
      await new Promise<void>((resolve) => {
        pooled.onIdle = resolve;
      });
    const reader = await pooled.reader.catch(() => undefined); // whoever opened it was told
    await reader?.dispose();
  }

  return {
    async use({ key, entry }, work, signal) {
      const pooled = find(key, entry);
      pooled.userCount += 1;
      closeUnused();
      try {
        const reader = await pooled.reader;
        return await pooled.gate.run({ bytes: 0, name: entry.name, signal }, async () => work(reader));
      } finally {
        pooled.userCount -= 1;
        if (pooled.userCount === 0) pooled.onIdle?.();
        closeUnused();
      }
    },
    close,
    async dispose() {
      await Promise.all([...open.keys()].map(close));
      await readers.dispose();
    },
  };
}
