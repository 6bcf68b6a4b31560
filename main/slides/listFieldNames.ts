import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readFailure } from './fileFailure.ts';
import { compareNaturally, isImageFileName } from './imageFileName.ts';

/** Names of the field images that lie directly in a folder, in natural order; what lies deeper does not count.
 *  @throws LabError 'file-missing' | 'slide-unreadable' when the folder cannot be read */
export async function listFieldNames(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw readFailure(error, folder);
  });
  const names: string[] = [];
  for (const one of found) {
    if (!isImageFileName(one.name) || one.isDirectory()) continue;
    if (one.isSymbolicLink() && (await leadsToFolder(join(folder, one.name)))) continue;
    names.push(one.name);
  }
  return names.sort(compareNaturally);
}

/** A broken link counts as a file: it is reported when it is read. */
async function leadsToFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
