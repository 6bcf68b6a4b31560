import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../domain/labError.ts';
import { compareNaturally, isImageFileName, isSystemName } from '../slides/imageFileName.ts';

/** The image files that paths at a terminal stand for: a file for itself, a folder for the images directly in
 *  it, in natural order. A path that is not there stands for itself and fails when it is read.
 *  @throws LabError 'folder-empty' for a folder without images */
export async function listImageFiles(paths: readonly string[]): Promise<readonly string[]> {
  const lists = await Promise.all(paths.map(listPath));
  return lists.flat();
}

async function listPath(path: string): Promise<readonly string[]> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const names = (await readdir(path)).filter((name) => isImageFileName(name) && !isSystemName(name));
  if (names.length > 0) return names.toSorted(compareNaturally).map((name) => join(path, name));
  throw new LabError(
    'folder-empty',
    `There is no image in ${path}. Name image files or a folder that holds some.`,
  );
}
