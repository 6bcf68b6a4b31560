import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { LabError } from '../domain/labError.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { listCompanions, mayHaveCompanions } from './companionFiles.ts';
import { groupDicomFiles, listDicomNames } from './dicom/listSeriesFiles.ts';
import { readFailure } from './fileFailure.ts';
import {
  compareNaturally,
  extensionOf,
  imageKinds,
  isDicomFileName,
  isImageFileName,
  isSlideFileName,
  isSystemName,
  wholeSlideKinds,
} from './imageFileName.ts';
import { listFieldNames } from './listFieldNames.ts';

/** What a folder holds for a scan. */
export interface SlideListing {
  /** in natural order of their names */
  readonly entries: readonly SlideEntry[];
  /** names of files and folders that are no slides, without hidden and system files and without what belongs to a
   *  slide beside it */
  readonly ignored: readonly string[];
}

/** What a member of a folder is by its name and kind. */
type MemberKind = 'file' | 'dicom' | 'folder' | 'ignored';

/** The slides of a folder: each image or whole-slide file, each subfolder that holds camera images directly,
 *  each whole-slide file in a subfolder, and each DICOM series, loose or in a subfolder of its own. Extensions decide, and for DICOM the headers; no pixel
 *  is decoded. A subfolder that may not be opened is listed too, so that it is reported and not forgotten.
 *  @throws LabError 'folder-missing' | 'folder-empty' | 'argument-invalid' when a file is given */
export async function listSlideEntries(folder: string): Promise<SlideListing> {
  const found = (await readFolder(folder)).filter((each) => !isSystemName(each.name));
  const kinds = new Map<string, MemberKind>();
  for (const one of found) kinds.set(one.name, await kindOfMember(folder, one));
  const companions = await listAllCompanions(folder, kinds);
  const entries: SlideEntry[] = [];
  const ignored: string[] = [];
  for (const [name, kind] of kinds) {
    if (companions.has(name)) continue;
    const path = join(folder, name);
    const inFolder = kind === 'folder' ? await entriesOfSubfolder(path, name) : [];
    if (kind === 'file') entries.push({ name, path, kind: 'image-file' });
    else if (kind === 'folder') entries.push(...inFolder);
    if (kind === 'ignored' || (kind === 'folder' && inFolder.length === 0)) ignored.push(name);
  }
  const loose = [...kinds].filter(([, kind]) => kind === 'dicom').map(([name]) => name);
  for (const [name] of await groupDicomFiles(folder, loose.sort(compareNaturally)))
    if (name !== undefined) entries.push({ name, path: join(folder, name), kind: 'dicom-series' });
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

async function kindOfMember(folder: string, member: Dirent): Promise<MemberKind> {
  const { name } = member;
  const isFolder = member.isSymbolicLink()
    ? await leadsToOtherFolder(folder, join(folder, name))
    : member.isDirectory();
  if (isFolder === 'loop') return 'ignored';
  if (isFolder) return 'folder';
  if (isDicomFileName(name)) return 'dicom';
  return isSlideFileName(name) ? 'file' : 'ignored';
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

/** Members that belong to a slide beside them. A folder with camera images and nothing of MIRAX is a slide itself,
 *  whatever it is called. */
async function listAllCompanions(
  folder: string,
  kinds: ReadonlyMap<string, MemberKind>,
): Promise<ReadonlySet<string>> {
  const names = [...kinds.keys()];
  const companions = new Set<string>();
  for (const [name, kind] of kinds) {
    if (kind !== 'file') continue;
    for (const companion of await companionsOrNone(folder, name, names))
      if (kinds.get(companion) !== 'folder' || !(await holdsOnlyFields(join(folder, companion))))
        companions.add(companion);
  }
  return companions;
}

/** An index file that cannot be read says so when its slide is opened. */
async function companionsOrNone(
  folder: string,
  name: string,
  siblings: readonly string[],
): Promise<readonly string[]> {
  try {
    return await listCompanions(folder, name, siblings);
  } catch (error) {
    if (error instanceof LabError) return [];
    throw error;
  }
}

async function holdsOnlyFields(path: string): Promise<boolean> {
  const names: readonly string[] = await readdir(path).catch(() => []);
  return !names.includes('Slidedat.ini') && (await listFieldNames(path).catch(() => [])).length > 0;
}

/** The slides of a subfolder: its camera images are the fields of one, each file of a slide scanner is one, and
 *  DICOM files without camera images are one a series. */
async function entriesOfSubfolder(path: string, name: string): Promise<readonly SlideEntry[]> {
  const scanned = await listScannerFiles(path);
  const whole = scanned.map((file) => ({
    name: `${name} (${file})`,
    path: join(path, file),
    kind: 'image-file' as const,
  }));
  // the images beside these are parts of them
  if (scanned.some((file) => mayHaveCompanions(file) && extensionOf(file) !== 'mrxs')) return whole;
  return [...(await imagesOfSubfolder(path, name)), ...whole];
}

/** A folder that cannot be read says so elsewhere. */
async function listScannerFiles(path: string): Promise<readonly string[]> {
  const names: readonly string[] = await readdir(path).catch(() => []);
  return names.filter((file) => isSlideFileName(file) && !isImageFileName(file) && !isDicomFileName(file));
}

async function imagesOfSubfolder(path: string, name: string): Promise<readonly SlideEntry[]> {
  try {
    if ((await listFieldNames(path)).length > 0) return [{ name, path, kind: 'field-folder' }];
    const series = await groupDicomFiles(path, await listDicomNames(path));
    if (series.length === 1) return [{ name, path, kind: 'dicom-series' }];
    return series.flatMap(([first]) =>
      first === undefined
        ? []
        : [{ name: `${name} (${first})`, path: join(path, first), kind: 'dicom-series' as const }],
    );
  } catch (error) {
    if (error instanceof LabError)
      return error.code === 'slide-unreadable' ? [{ name, path, kind: 'field-folder' }] : [];
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
    `No slides in ${basename(folder) || folder}: ${others}. A slide is a whole-slide file (${wholeSlideKinds}), a ${imageKinds} file, or a folder that holds such images.`,
    { folder, ignoredCount: ignored.length },
  );
}
