import type { DeepZoomTile } from '../../domain/deepZoom.ts';
import { LabError } from '../../domain/labError.ts';
import type { RgbRaster } from '../../domain/raster.ts';
import type { SlideEntry } from '../../domain/slide.ts';
import type { SlideInfo, SlideRegion } from '../../domain/slideInfo.ts';
import type { RenderedTile } from '../renderTile.ts';
import { lostReader } from './lostReader.ts';
import { type ReaderChild, readerProcessPath, startReaderChild } from './readerChild.ts';
import type { ReaderWork } from './readerMessages.ts';
import { untilAborted } from './untilAborted.ts';

/** A slide opened in a process of its own, which a damaged file may crash, hang or fill. Every call then ends with
 *  LabError 'slide-reader-lost', and the next one starts a fresh process and opens the slide again. Calls may
 *  overlap; a caller whose signal is aborted is let go at once. Whoever opens it disposes of it. */
export interface SlideReader {
  readonly info: SlideInfo;
  /** Pixels cross between processes: 30 ms for 2048 x 2048.
   *  @throws as SlideSource.readRegion does */
  readRegion(region: SlideRegion, signal?: AbortSignal): Promise<RgbRaster>;
  /** @throws as renderTile does */
  renderTile(tile: DeepZoomTile, signal?: AbortSignal): Promise<RenderedTile>;
  /** @throws as SlideSource.readAssociatedImage does */
  readAssociatedImage(name: string, signal?: AbortSignal): Promise<RgbRaster>;
  /** Reads a sample: the middle of the coarsest level, or a camera image.
   *  @throws LabError when the slide cannot be scanned */
  checkReadable(signal?: AbortSignal): Promise<void>;
  /** Closes the slide, and its process unless that may read another; no call may be running. */
  dispose(): Promise<void>;
}

export interface SlideReaders {
  /** @throws LabError 'file-missing' | 'slide-unreadable' | 'image-too-large' | 'openslide-missing' |
   *    'slide-reader-lost' | 'cancelled' */
  open(entry: SlideEntry, options?: { readonly signal?: AbortSignal | undefined }): Promise<SlideReader>;
  /** Ends all processes, those of readers still open too. */
  dispose(): Promise<void>;
}

export interface SlideReadersSettings {
  /** without progress; opening reads headers only */
  readonly openTimeoutMs?: number;
  /** without progress, for everything else */
  readonly requestTimeoutMs?: number;
  /** resident memory of one process */
  readonly memoryLimitBytes?: number;
  /** how many slides a process may read one after the other while all goes well; 1 keeps each slide's process its
   *  own, more saves starts where many are looked at in a row */
  readonly slidesPerProcess?: number;
  /** the program of a process; another one only in tests */
  readonly processPath?: string;
}

/** Without a call for so long, nobody waits for the cores that a start needs. */
const quietMs = 250;

/** Readers whose processes run on the Node binary of this one. One process is kept ready, so that opening a slide
 *  waits for no start. Whoever creates them disposes of them. */
export function createSlideReaders(settings: SlideReadersSettings = {}): SlideReaders {
  const {
    openTimeoutMs = 5000,
    requestTimeoutMs = 10_000,
    memoryLimitBytes = 1e9,
    slidesPerProcess = 1,
    processPath = readerProcessPath,
  } = settings;
  /** how many slides each has been given */
  const children = new Map<ReaderChild, number>();
  /** ready for a slide */
  const spares: ReaderChild[] = [];
  let isDisposed = false;
  let spareTimer: NodeJS.Timeout | undefined;
  /** calls that have no answer yet, and when the last came */
  let askedCount = 0;
  let answeredAt = 0;

  function start(): ReaderChild {
    const child = startReaderChild({ processPath, memoryLimitBytes });
    children.set(child, 0);
    return child;
  }

  function takeChild(): ReaderChild {
    if (isDisposed) throw new Error('A slide was opened after its readers were closed');
    let child = spares.shift();
    while (child !== undefined && !child.isAlive()) child = spares.shift();
    child ??= start();
    children.set(child, (children.get(child) ?? 0) + 1);
    return child;
  }

  /** A start takes both cores for a while, just when the first tiles of a slide that was opened are wanted: it waits
   *  until nothing has been asked for a moment. */
  function keepSpare(): void {
    if (isDisposed || spares.length > 0) return;
    spareTimer ??= setTimeout(() => {
      spareTimer = undefined;
      const isQuiet = askedCount === 0 && performance.now() - answeredAt >= quietMs;
      if (!isQuiet) keepSpare();
      else if (!isDisposed && spares.length === 0) spares.push(start());
    }, quietMs).unref();
  }

  async function endChild(child: ReaderChild): Promise<void> {
    await child.end();
    children.delete(child);
  }

  async function openIn(child: ReaderChild, entry: SlideEntry, signal: AbortSignal | undefined) {
    try {
      const order = { slideName: entry.name, timeoutMs: openTimeoutMs, signal };
      return (await child.run({ kind: 'open', entry }, order)) as SlideInfo;
    } catch (error) {
      void (error instanceof LabError ? release(child) : endChild(child));
      throw error;
    } finally {
      keepSpare();
    }
  }

  /** What is still sound and may read another slide is kept, the rest is ended.
   *  @param child with no slide open */
  async function release(child: ReaderChild): Promise<void> {
    const mayGoOn = !isDisposed && child.isAlive() && (children.get(child) ?? 0) < slidesPerProcess;
    if (mayGoOn) spares.push(child);
    else await endChild(child);
  }

  async function closeSlide(child: ReaderChild, slideName: string): Promise<void> {
    if (slidesPerProcess === 1 || !child.isAlive()) return endChild(child);
    try {
      await child.run({ kind: 'close' }, { slideName, timeoutMs: openTimeoutMs, signal: undefined });
    } catch {
      return endChild(child); // it was to be closed, and now it is
    }
    await release(child);
  }

  function createReader(entry: SlideEntry, info: SlideInfo, opened: ReaderChild): SlideReader {
    let child = opened;
    let reopening: Promise<unknown> | undefined;
    let isClosed = false;

    async function reopen(): Promise<void> {
      void endChild(child);
      const next = takeChild();
      await openIn(next, entry, undefined);
      if (isClosed) await endChild(next);
      else child = next;
    }

    async function ask(work: ReaderWork, signal: AbortSignal | undefined): Promise<unknown> {
      if (!isClosed && !child.isAlive()) {
        reopening ??= reopen().finally(() => {
          reopening = undefined;
        });
        await untilAborted(reopening, { name: entry.name, signal });
      }
      if (isClosed) throw lostReader(entry.name, { kind: 'closed' });
      askedCount += 1;
      try {
        return await child.run(work, { slideName: entry.name, timeoutMs: requestTimeoutMs, signal });
      } finally {
        askedCount -= 1;
        answeredAt = performance.now();
      }
    }

    return {
      info,
      readRegion: async (region, signal) => (await ask({ kind: 'region', region }, signal)) as RgbRaster,
      renderTile: async (tile, signal) => (await ask({ kind: 'tile', tile }, signal)) as RenderedTile,
      readAssociatedImage: async (name, signal) =>
        (await ask({ kind: 'associated', name }, signal)) as RgbRaster,
      checkReadable: async (signal) => void (await ask({ kind: 'check' }, signal)),
      async dispose() {
        isClosed = true;
        await closeSlide(child, entry.name);
      },
    };
  }

  spares.push(start());
  return {
    async open(entry, { signal } = {}) {
      const child = takeChild();
      return createReader(entry, await openIn(child, entry, signal), child);
    },
    async dispose() {
      isDisposed = true;
      clearTimeout(spareTimer);
      await Promise.all([...children.keys()].map(endChild));
    },
  };
}
