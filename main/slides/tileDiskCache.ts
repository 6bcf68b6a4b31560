import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createTileDiskIndex, isTileFileName, tileFilePath } from './tileDiskIndex.ts';
import { mostFileBytes, packTileFile, unpackTileFile } from './tileFile.ts';

/** Whole tiles on disk, bounded in bytes; the longest unused go first. It lasts over restarts, and several
 *  processes may share a folder. Nothing of it ever throws: what cannot be read is not there, and after the first
 *  write that fails nothing more is written. */
export interface TileDiskCache {
  /** @returns bytes of a JPEG file as they were put; undefined when there is none or it is damaged, which removes it */
  get(id: string): Promise<Uint8Array | undefined>;
  /** Writes in the background; of more than can be written, the rest is left out. */
  put(id: string, jpeg: Uint8Array): void;
  readonly sizeBytes: number;
  /** Resolves when what was put is written and the folder is within its bound. */
  settle(): Promise<void>;
}

export interface TileDiskCacheSettings {
  /** of the cache's own; files in it that are not the cache's are left alone */
  readonly folder: string;
  readonly mostBytes: number;
  /** is given one line when writing stops */
  readonly log: (line: string) => void;
}

/** Tiles that may wait for a slow disk. */
const mostWaiting = 500;

/** The time of use is written to the file no more often than this: it orders tiles over restarts. */
const touchEveryMs = 3_600_000;

export function createTileDiskCache({ folder, mostBytes, log }: TileDiskCacheSettings): TileDiskCache {
  const index = createTileDiskIndex(folder, mostBytes);
  let isWriting = true;
  let writeCount = 0;
  let waitingCount = 0;
  let writes: Promise<void> = Promise.resolve();

  async function write(id: string, jpeg: Uint8Array): Promise<void> {
    if (!isWriting || index.has(id)) return;
    const path = tileFilePath(folder, id);
    writeCount += 1;
    const temporary = `${path}.${process.pid}-${writeCount}.tmp`;
    const bytes = packTileFile(id, jpeg);
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(temporary, bytes, { flag: 'wx' });
      await rename(temporary, path);
      await index.add(id, bytes.byteLength);
    } catch (error) {
      isWriting = false;
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      log(`tiles: no longer cached on disk, ${folder} cannot be written to (${reason})`);
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  return {
    async get(id) {
      const path = tileFilePath(folder, id);
      const found = await readTileFile(path);
      if (found === undefined) return undefined;
      const jpeg = unpackTileFile(id, found.bytes);
      if (jpeg === undefined) {
        index.remove(id);
        await rm(path, { force: true, recursive: true }).catch(() => undefined);
        return undefined;
      }
      index.touch(id, found.bytes.byteLength);
      return jpeg;
    },
    put(id, jpeg) {
      if (!isWriting || waitingCount >= mostWaiting || !isTileFileName(`${id}.tile`)) return;
      waitingCount += 1;
      writes = writes
        .then(() => write(id, jpeg))
        .finally(() => {
          waitingCount -= 1;
        });
    },
    get sizeBytes() {
      return index.sizeBytes;
    },
    async settle() {
      await writes;
      await index.settle();
    },
  };
}

/** @returns undefined when there is no such file, or what there is cannot be a tile's */
async function readTileFile(path: string): Promise<{ readonly bytes: Uint8Array } | undefined> {
  const handle = await open(path).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const found = await handle.stat();
    if (!found.isFile() || found.size > mostFileBytes) return { bytes: new Uint8Array(0) };
    const bytes = new Uint8Array(await handle.readFile());
    if (Date.now() - found.mtimeMs > touchEveryMs) {
      const now = new Date();
      await handle.utimes(now, now).catch(() => undefined); // a folder that is only read
    }
    return { bytes };
  } catch {
    return undefined;
  } finally {
    await handle.close().catch(() => undefined);
  }
}
