import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Which tiles lie in a folder and how large they are, in the order of their use. */
export interface TileDiskIndex {
  has(id: string): boolean;
  /** Notes a new file; the longest unused files are deleted when the folder is over its bound. */
  add(id: string, sizeBytes: number): Promise<void>;
  /** Notes that a file was used. */
  touch(id: string, sizeBytes: number): void;
  /** Notes that a file is gone. */
  remove(id: string): void;
  readonly sizeBytes: number;
  /** Resolves when the files of earlier runs are counted and the folder is within its bound. */
  settle(): Promise<void>;
}

/** After tiles were deleted this part of the bound is in use, so that not each new tile deletes one. */
const keptPart = 0.9;

/** A file begun by a process that died: none takes so long to write. */
const staleMs = 3_600_000;

const tileFileName = /^[0-9a-f]{64}\.tile$/;
const temporaryName = /^[0-9a-f]{64}\.tile\.\d+-\d+\.tmp$/;

export function isTileFileName(name: string): boolean {
  return tileFileName.test(name);
}

/** Tiles lie in 256 folders: a folder of many thousand files is slow on some disks. */
export function tileFilePath(folder: string, id: string): string {
  return join(folder, id.slice(-2), `${id}.tile`);
}

/** Counts the files of earlier runs in the background. */
export function createTileDiskIndex(folder: string, mostBytes: number): TileDiskIndex {
  /** oldest use first */
  const sizes = new Map<string, number>();
  let sizeBytes = 0;

  function remove(id: string): void {
    sizeBytes -= sizes.get(id) ?? 0;
    sizes.delete(id);
  }

  function touch(id: string, bytes: number): void {
    remove(id);
    sizes.set(id, bytes);
    sizeBytes += bytes;
  }

  async function deleteOldest(): Promise<void> {
    if (sizeBytes <= mostBytes) return;
    for (const id of [...sizes.keys()]) {
      if (sizeBytes <= mostBytes * keptPart) return;
      remove(id);
      await rm(tileFilePath(folder, id), { force: true }).catch(() => undefined);
    }
  }

  /** Files of earlier runs are older than all of this one. */
  async function count(): Promise<void> {
    const found = await listTileFiles(folder);
    const known = new Map(sizes);
    sizes.clear();
    sizeBytes = 0;
    for (const { id, bytes } of found) if (!known.has(id)) touch(id, bytes);
    for (const [id, bytes] of known) touch(id, bytes);
    await deleteOldest();
  }

  const counted = count();
  return {
    has: (id) => sizes.has(id),
    touch,
    remove,
    async add(id, bytes) {
      touch(id, bytes);
      await counted;
      await deleteOldest();
    },
    get sizeBytes() {
      return sizeBytes;
    },
    settle: () => counted,
  };
}

/** Tiles in a folder, the longest unused first; what is not a tile's is left alone. Never throws. */
async function listTileFiles(folder: string): Promise<readonly { id: string; bytes: number }[]> {
  const found: { id: string; bytes: number; usedAt: number }[] = [];
  for (const part of await listNames(folder)) {
    if (!/^[0-9a-f]{2}$/.test(part)) continue;
    for (const name of await listNames(join(folder, part))) {
      const path = join(folder, part, name);
      const file = await stat(path).catch(() => undefined);
      if (file?.isFile() !== true) continue;
      if (isTileFileName(name)) found.push({ id: name.slice(0, 64), bytes: file.size, usedAt: file.mtimeMs });
      else if (temporaryName.test(name) && Date.now() - file.mtimeMs > staleMs)
        await rm(path, { force: true }).catch(() => undefined);
    }
  }
  return found.sort((a, b) => a.usedAt - b.usedAt);
}

async function listNames(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
