import { readlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasErrorCode } from './hasErrorCode.ts';
import { bindingPath } from './loadBinding.ts';
import { linkIntoPlace } from './moveIntoPlace.ts';

function libraryFolder(folder: string): string {
  return join(folder, 'deps', 'lib');
}

/** Name of the runtime that the npm package is linked to; undefined when it is linked to none. */
export async function readLinkedRuntimeName(packageFolder: string): Promise<string | undefined> {
  const target = await readLink(libraryFolder(packageFolder));
  return target === undefined ? undefined : basename(dirname(dirname(target)));
}

/** Whether the npm package uses this runtime. */
export async function isPackageLinked(packageFolder: string, runtimeFolder: string): Promise<boolean> {
  const library = await readLink(libraryFolder(packageFolder));
  const binding = await readLink(bindingPath(packageFolder));
  return library === libraryFolder(runtimeFolder) && binding === bindingPath(runtimeFolder);
}

/** Gives the npm package a runtime: its `deps/lib` and its binding become links into the cache. A program
 *  that has the old ones loaded goes on undisturbed. */
export async function linkPackage(packageFolder: string, runtimeFolder: string): Promise<void> {
  await linkIntoPlace(bindingPath(runtimeFolder), bindingPath(packageFolder));
  await linkIntoPlace(libraryFolder(runtimeFolder), libraryFolder(packageFolder));
}

/** Where a link leads; undefined when there is no link (EINVAL: something else has the name). */
async function readLink(path: string): Promise<string | undefined> {
  try {
    return await readlink(path);
  } catch (cause) {
    if (hasErrorCode(cause, 'ENOENT', 'EINVAL', 'ENOTDIR')) return undefined;
    throw cause;
  }
}
