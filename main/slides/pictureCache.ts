import type { ChangeWatch } from './changeWatch.ts';
import type { RenderedTile } from './renderTile.ts';
import { createSharedWork } from './sharedWork.ts';
import { createTileDiskCache } from './tileDiskCache.ts';
import { createTileMemoryCache } from './tileMemoryCache.ts';

export interface PictureCacheSettings {
  /** bound of the memory for pictures; 256 MiB unless told */
  readonly memoryBytes?: number | undefined;
  /** pictures are kept on disk as well; not unless told */
  readonly disk?: { readonly folder: string; readonly mostBytes: number } | undefined;
  /** is given single lines; stderr unless told */
  readonly log?: ((line: string) => void) | undefined;
}

/** Pictures of slides: made once, kept in memory and on disk, never mixed with those of a changed slide. */
export interface PictureCache {
  /** @throws what `make` throws, LabError 'slide-changed' | 'cancelled' */
  read(wanted: WantedPicture, make: (signal: AbortSignal) => Promise<RenderedTile>): Promise<RenderedTile>;
  /** What is kept of that id, in memory or on disk; nothing is made, and whether the slide has changed is for whoever
   *  asks to know. */
  find(id: string): Promise<RenderedTile | undefined>;
  /** Forgets pictures of a slide that has changed: the last of them may show what it is now. */
  forget(idPrefix: string): void;
  /** Resolves when what is to be on disk is there. */
  settle(): Promise<void>;
}

export interface WantedPicture {
  readonly id: string;
  /** of the slide that it is of */
  readonly watch: ChangeWatch;
  readonly mayLieOnDisk: boolean;
  /** of the slide, for messages */
  readonly name: string;
  readonly signal: AbortSignal | undefined;
}

const defaultMemoryBytes = 256 * 2 ** 20;

/** What is rendered goes to disk only once the slide was found unchanged after it. */
const verifyAfterMs = 1000;

type Unverified = Map<ChangeWatch, Map<string, Uint8Array>>;

export function createPictureCache(settings: PictureCacheSettings): PictureCache {
  const { memoryBytes = defaultMemoryBytes, log = logToStderr } = settings;
  const memory = createTileMemoryCache(memoryBytes);
  const disk = settings.disk === undefined ? undefined : createTileDiskCache({ ...settings.disk, log });
  const shared = createSharedWork<RenderedTile>();
  let unverified: Unverified = new Map();
  let timer: NodeJS.Timeout | undefined;

  async function make(wanted: WantedPicture, render: () => Promise<RenderedTile>): Promise<RenderedTile> {
    const { id, watch, mayLieOnDisk } = wanted;
    const stored = mayLieOnDisk ? await disk?.get(id) : undefined;
    const picture = stored === undefined ? await render() : { jpeg: stored, isDamaged: false };
    await watch.refuseChanged();
    const kept = memory.put(id, picture);
    if (disk !== undefined && stored === undefined && mayLieOnDisk && !kept.isDamaged)
      keepForDisk(watch, id, kept.jpeg);
    return kept;
  }

  function keepForDisk(watch: ChangeWatch, id: string, jpeg: Uint8Array): void {
    const waiting = unverified.get(watch) ?? new Map<string, Uint8Array>();
    unverified.set(watch, waiting.set(id, jpeg));
    timer ??= setTimeout(() => void verify(), verifyAfterMs).unref();
  }

  async function verify(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const looked = unverified;
    unverified = new Map();
    for (const [watch, pictures] of looked) {
      const isUnchanged = await watch.lookNow().catch(() => false); // whoever asks for a tile is told
      if (isUnchanged) for (const [id, jpeg] of pictures) disk?.put(id, jpeg);
    }
  }

  return {
    async read(wanted, render) {
      await wanted.watch.refuseChanged();
      const kept = memory.get(wanted.id);
      if (kept !== undefined) return kept;
      return shared.run(wanted.id, (signal) => make(wanted, () => render(signal)), wanted);
    },
    async find(id) {
      const kept = memory.get(id);
      if (kept !== undefined) return kept;
      const stored = await disk?.get(id);
      return stored === undefined ? undefined : memory.put(id, { jpeg: stored, isDamaged: false });
    },
    forget: memory.forget,
    async settle() {
      await verify();
      await disk?.settle();
    },
  };
}

function logToStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
