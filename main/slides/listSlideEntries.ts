import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { LabError } from '../domain/labError.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { readFailure } from './fileFailure.ts';
import { compareNaturally, imageKinds, isImageFileName, isSystemName } from './imageFileName.ts';
import { listFieldNames } from './listFieldNames.ts';

/** What a folder holds for a scan. */
export interface SlideListing {
  /** in natural order of their names */
  readonly entries: readonly SlideEntry[];
  /** names of files and folders that are no slides, without hidden and system files */
  readonly ignored: readonly string[];
}

/** The slides of a folder: each image file, and each subfolder that holds image files directly. Extensions
 *  decide; nothing is decoded. A subfolder that may not be opened is listed too, so that it is reported and
 *  not forgotten.
 *  @throws LabError 'folder-missing' | 'folder-empty' | 'argument-invalid' when a file is given */
export async function listSlideEntries(folder: string): Promise<SlideListing> {
  const found = await readFolder(folder);
  const entries: SlideEntry[] = [];
  const ignored: string[] = [];
  for (const one of found.filter((each) => !isSystemName(each.name))) {
    const entry = await slideEntryOf(folder, one);
    if (entry === undefined) ignored.push(one.name);
    else entries.push(entry);
  }
  if (entries.length === 0) throw emptyFolder(folder, ignored);
  return {
    entries: entries.sort((a, b) => compareNaturally(a.name, b.name)),
    ignored: ignored.sort(compareNaturally),
  };
}

async function readFolder(folder: string): Promise<readonly Dirent[]> {
  try {
    if ((await stat(folder)).isDirectory()) return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const failure = readFailure(error, folder);
    if (!(failure instanceof LabError)) throw failure;
    const said =
      failure.code === 'file-missing'
        ? `There is no folder ${folder}. Check the path.`
        : `Cannot open the folder ${folder}: check that you may read it, and its disk.`;
    throw new LabError('folder-missing', said, { folder }, { cause: error });
  }
  throw new LabError(
    'argument-invalid',
    `${folder} is a file, not a folder. Give the folder that holds the slides.`,
    { folder },
  );
}

/** The slide that a folder's member is; undefined when it is none. */
async function slideEntryOf(folder: string, member: Dirent): Promise<SlideEntry | undefined> {
  const { name } = member;
  const path = join(folder, name);
  const isFolder = member.isSymbolicLink() ? await leadsToOtherFolder(folder, path) : member.isDirectory();
  if (isFolder === 'loop') return undefined;
  if (!isFolder) return isImageFileName(name) ? { name, path, kind: 'image-file' } : undefined;
  return (await holdsFields(path)) ? { name, path, kind: 'field-folder' } : undefined;
}

/** 'loop' when a link leads to the listed folder itself or to one that holds it. */
async function leadsToOtherFolder(folder: string, link: string): Promise<boolean | 'loop'> {
  try {
    if (!(await stat(link)).isDirectory()) return false;
    const target = await realpath(link);
    const home = await realpath(folder);
    return home === target || home.startsWith(target.endsWith(sep) ? target : target + sep) ? 'loop' : true;
  } catch {
    return false; // a broken link: an image by its name or nothing, reported when it is read
  }
}

async function holdsFields(path: string): Promise<boolean> {
  try {
    return (await listFieldNames(path)).length > 0;
  } catch (error) {
    if (error instanceof LabError) return error.code === 'slide-unreadable';
    throw error;
  }
}

function emptyFolder(folder: string, ignored: readonly string[]): LabError {
  const others =
    ignored.length === 0
      ? 'it is empty'
      : `it holds only ${ignored.slice(0, 3).join(', ')}${ignored.length > 3 ? ` and ${ignored.length - 3} more` : ''}`;
  return new LabError(
    'folder-empty',
    `No slides in ${basename(folder) || folder}: ${others}. A slide is a ${imageKinds} file, or a folder that holds such files.`,
    { folder, ignoredCount: ignored.length },
  );
}
