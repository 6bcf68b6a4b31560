import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { readFailure } from '../fileFailure.ts';
import { compareNaturally, isDicomFileName } from '../imageFileName.ts';
import { wholeSlideSopClass } from './dicomNames.ts';
import { type DicomHeader, readDicomHeader } from './readDicomHeader.ts';

/** The files of a slide in DICOM: one for each level, label, thumbnail …
 *  @param path a folder of .dcm files of one series, or one file of a series that may lie among others
 *  @returns absolute paths in natural order
 *  @throws LabError 'file-missing' | 'slide-unreadable', also when a folder holds several series */
export async function listSeriesFiles(path: string): Promise<readonly string[]> {
  if (await isFolder(path)) return joinAll(path, await readOnlySeries(path));
  const folder = dirname(path);
  const name = basename(path);
  if ((await readHeader(path))?.seriesUid === undefined) return [path];
  const series = await groupDicomFiles(folder, await listDicomNames(folder));
  return joinAll(folder, series.find((names) => names.includes(name)) ?? [name]);
}

/** The file of a slide in DICOM that OpenSlide is given; it finds the others itself.
 *  @param path as of listSeriesFiles
 *  @throws as listSeriesFiles does */
export async function findSeriesFile(path: string): Promise<string> {
  if (!(await isFolder(path))) return path;
  const paths = joinAll(path, await readOnlySeries(path));
  for (const each of paths) if ((await readHeader(each))?.sopClass === wholeSlideSopClass) return each;
  return paths[0] ?? path;
}

/** Sorts the DICOM files of a folder by the slide they belong to. A file whose header does not say stands alone;
 *  so does a copy of one that has its place already, because only one of them is read with the series.
 *  @param names of .dcm files in the folder
 *  @returns the names of each series, in natural order; never empty ones */
export async function groupDicomFiles(
  folder: string,
  names: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const groups = new Map<string, string[]>();
  const instances = new Set<string>();
  // systems lengthen the name of a copy
  for (const name of names.toSorted((a, b) => a.length - b.length || compareNaturally(a, b))) {
    const { seriesUid, instanceUid } = (await readHeader(join(folder, name))) ?? {};
    const instance = `${seriesUid} ${instanceUid}`;
    const isCopy = instanceUid !== undefined && instances.has(instance);
    instances.add(instance);
    const key = seriesUid === undefined || isCopy ? `file ${name}` : seriesUid;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()].map((group) => group.sort(compareNaturally));
}

/** Names of the DICOM files that lie directly in a folder, in natural order.
 *  @throws LabError 'file-missing' | 'slide-unreadable' */
export async function listDicomNames(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw readFailure(error, folder);
  });
  return found
    .filter((one) => isDicomFileName(one.name) && !one.isDirectory())
    .map((one) => one.name)
    .sort(compareNaturally);
}

async function readOnlySeries(folder: string): Promise<readonly string[]> {
  const [first, ...others] = await groupDicomFiles(folder, await listDicomNames(folder));
  if (first !== undefined && others.length === 0) return first;
  throw new LabError(
    'slide-unreadable',
    first === undefined
      ? `The folder ${basename(folder)} holds no DICOM files any more. Put them back or remove it.`
      : `The folder ${basename(folder)} holds DICOM files of ${others.length + 1} slides. Put those of each into a folder of its own.`,
    { path: folder },
  );
}

/** A file that cannot be read says so when its slide is opened. */
async function readHeader(path: string): Promise<DicomHeader | undefined> {
  try {
    return await readDicomHeader(path);
  } catch (error) {
    if (error instanceof LabError) return undefined;
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw readFailure(error, path);
  }
}

function joinAll(folder: string, names: readonly string[]): readonly string[] {
  return names.map((name) => join(folder, name));
}
