import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import { hostname, platform, tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { writeFailure } from '../fileFailure.ts';

/** A folder of this process for files that are needed only while a slide is open. */
export interface ScratchFolder {
  readonly path: string;
  /** Takes it from the disk's list while files in it that are open go on being read, where the system allows that:
   *  then nothing is left however the process ends. To be called once no path in it is needed any more. */
  hide(): Promise<void>;
  /** Removes it with all that is in it. */
  dispose(): Promise<void>;
}

/** Left free on the disk, for everything else that runs on the machine. */
const spareBytes = 256e6;

/** Folders of a process are named after the machine and its number, so that those of a killed one are known. */
const folderName = /^(.+)-(\d+)-[0-9a-f]{12}$/;

const foldersInUse = new Set<string>();

/** Makes a folder in the system's place for temporary files, or in $BLASTSCOPE_SCRATCH, readable for nobody else.
 *  It is removed on dispose and when the process ends; what killed processes left is removed here.
 *  @param what.neededBytes asked of the disk before anything is written
 *  @throws LabError 'disk-full' | 'output-unwritable' */
export async function createScratchFolder(what: {
  readonly slideName: string;
  readonly neededBytes: number;
}): Promise<ScratchFolder> {
  const root = scratchRoot();
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    await sweep(root);
    await refuseFullDisk(root, what);
    const path = join(root, `${hostname()}-${process.pid}-${randomBytes(6).toString('hex')}`);
    await mkdir(path, { mode: 0o700 });
    removeAtExit(path);
    const dispose = async () => {
      foldersInUse.delete(path);
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
    };
    return { path, dispose, hide: platform() === 'win32' ? async () => undefined : dispose };
  } catch (error) {
    throw writeFailure(error, root);
  }
}

function scratchRoot(): string {
  const chosen = process.env.BLASTSCOPE_SCRATCH;
  if (chosen !== undefined && chosen !== '') return chosen;
  return join(tmpdir(), `blastscope-scratch-${process.getuid?.() ?? 'user'}`);
}

async function refuseFullDisk(
  root: string,
  { slideName, neededBytes }: { readonly slideName: string; readonly neededBytes: number },
): Promise<void> {
  const { bavail, bsize } = await statfs(root);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes + spareBytes) return;
  const inGb = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new LabError(
    'disk-full',
    `To show ${slideName} a working copy of ${inGb(neededBytes)} is made in ${root}, but only ${inGb(freeBytes)} are free there. Free some, or set BLASTSCOPE_SCRATCH to a folder on a larger disk.`,
    { root, neededBytes, freeBytes },
  );
}

/** Removes what processes left that ended without cleaning up. */
async function sweep(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const [, host, pid] = folderName.exec(name) ?? [];
    if (host !== hostname() || pid === undefined) continue;
    const path = join(root, name);
    if (foldersInUse.has(path)) continue;
    // another process may remove it at the same time, or own it
    if (!isRunning(Number(pid)) || (await isFromEarlierStart(path)))
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Numbers of processes come again once the machine has started anew. */
async function isFromEarlierStart(path: string): Promise<boolean> {
  const startedAtMs = Date.now() - uptime() * 1000;
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs < startedAtMs - 60_000,
    () => false,
  );
}

function removeAtExit(path: string): void {
  if (!isExitWatched) process.once('exit', removeAllInUse);
  isExitWatched = true;
  foldersInUse.add(path);
}

let isExitWatched = false;

function removeAllInUse(): void {
  for (const path of foldersInUse) rmSync(path, { recursive: true, force: true });
}
