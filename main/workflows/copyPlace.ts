import { open, readdir, realpath, rename, rm, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { isProcessAlive } from '../database/processIdentity.ts';
import { LabError } from '../domain/labError.ts';
import { writeFailure } from '../slides/fileFailure.ts';

/** Where a copy is made, and where it shows itself once it is whole and checked. */
interface CopyPlace {
  /** nothing is there; the copy is written here */
  readonly unfinishedPath: string;
  /** Gives the copy its name, in place of an older one.
   *  @throws LabError 'output-exists' | 'output-unwritable' */
  publish(): Promise<void>;
  /** Removes what is unfinished; does nothing once it is published. */
  discard(): Promise<void>;
}

/** Left free beside a copy, so that the machine stays usable. */
const reserveBytes = 100_000_000;

/** Makes sure that a copy may be written at a path, and removes what a killed run left there.
 *  @throws LabError 'output-exists' | 'output-unwritable' */
export async function createCopyPlace(
  outPath: string,
  { mayReplace, isFolder }: { readonly mayReplace: boolean; readonly isFolder: boolean },
): Promise<CopyPlace> {
  await refuseMissingFolder(outPath);
  await refuseExisting(outPath, { mayReplace, isFolder });
  await removeLeftovers(outPath);
  const unfinishedPath = `${outPath}.${process.pid}.partial`;
  const replacedPath = `${outPath}.${process.pid}.replaced`;
  const discard = () => rm(unfinishedPath, { recursive: true, force: true });
  await discard(); // of a killed run whose process had our number
  return {
    unfinishedPath,
    discard,
    async publish() {
      await refuseExisting(outPath, { mayReplace, isFolder });
      try {
        // a folder cannot be renamed over one that holds files
        if (isFolder && (await exists(outPath))) await rename(outPath, replacedPath);
        await rename(unfinishedPath, outPath);
        await rm(replacedPath, { recursive: true, force: true });
        await syncFolder(dirname(outPath));
      } catch (error) {
        throw writeFailure(error, outPath);
      }
    },
  };
}

/** The copy must be another file than the slide, whatever links lead to either, and lie outside its folder.
 *  @throws LabError 'argument-invalid' */
export async function refuseOwnSource(slidePath: string, outPath: string): Promise<void> {
  const slide = await realpath(slidePath);
  const out = await realpath(outPath).catch(async () => {
    const folder = await realpath(dirname(outPath)).catch(() => dirname(outPath));
    return join(folder, basename(outPath));
  });
  const [slideState, outState] = [await stat(slide), await stat(out).catch(() => undefined)];
  const isSame = outState !== undefined && outState.ino === slideState.ino && outState.dev === slideState.dev;
  if (!isSame && out !== slide && !out.startsWith(slide + sep) && !slide.startsWith(out + sep)) return;
  throw new LabError(
    'argument-invalid',
    'The copy would lie in the place of the original, or in its folder. The original is never touched: give --out another place.',
  );
}

/** @throws LabError 'disk-full' saying how much is missing */
export async function refuseWithoutSpace(outPath: string, neededBytes: number): Promise<void> {
  const disk = await statfs(dirname(outPath));
  const missingBytes = neededBytes + reserveBytes - disk.bavail * disk.bsize;
  if (missingBytes <= 0) return;
  throw new LabError(
    'disk-full',
    `The copy needs up to ${megabytes(neededBytes + reserveBytes)} in ${dirname(outPath)}. Free ${megabytes(missingBytes)}, or give --out a place on another disk.`,
    { neededBytes, missingBytes },
  );
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

async function refuseMissingFolder(outPath: string): Promise<void> {
  const folder = dirname(outPath);
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new LabError(
    'output-unwritable',
    `There is no folder ${folder}. Make it first, or give --out another place.`,
  );
}

/** Files that a folder made by us holds, and nothing else. */
const copiedFileName = /^slide-\d{4,}\.dcm$/;

async function refuseExisting(
  outPath: string,
  { mayReplace, isFolder }: { readonly mayReplace: boolean; readonly isFolder: boolean },
): Promise<void> {
  if (!(await exists(outPath))) return;
  const refuse = (how: string) =>
    new LabError('output-exists', `${outPath} is there already. ${how}`, { outPath });
  if (!mayReplace) throw refuse('Give --out another name, or --overwrite.');
  const isExistingFolder = (await stat(outPath).catch(() => undefined))?.isDirectory() ?? false;
  if (isExistingFolder !== isFolder)
    throw refuse(`It is ${isExistingFolder ? 'a folder' : 'no folder'}: give --out another name.`);
  if (isFolder && !(await readdir(outPath)).every((name) => copiedFileName.test(name)))
    throw refuse('It holds other files than an earlier copy, and is not replaced: give --out another name.');
}

/** What runs that were killed left; not what another one is writing just now. */
async function removeLeftovers(outPath: string): Promise<void> {
  const folder = dirname(outPath);
  const prefix = `${basename(outPath)}.`;
  for (const name of await readdir(folder).catch(() => [])) {
    const left = name.startsWith(prefix)
      ? /^(\d+)\.(?:partial|replaced)$/.exec(name.slice(prefix.length))
      : null;
    if (left !== null && !isProcessAlive(Number(left[1]), undefined))
      await rm(join(folder, name), { recursive: true, force: true }).catch((error: unknown) => {
        throw writeFailure(error, outPath);
      });
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** Windows has no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
