import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { isImageFileName, isSystemName } from '../../slides/imageFileName.ts';

/** All files below a folder, folder by folder in order of name; links to folders are not followed.
 *  @throws LabError 'folder-missing' when the folder cannot be listed */
export async function* walkFiles(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new LabError(
      'folder-missing',
      `There is no folder ${folder}, or it cannot be read. Check the path.`,
      { folder },
      { cause },
    );
  });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (isSystemName(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walkFiles(path);
    else if (entry.isFile() || entry.isSymbolicLink()) yield path;
  }
}

/** Finds pictures of a dataset by the names that annotations give them, which are often another machine's. */
export interface PictureIndex {
  /** @param name a path, a file name or, without its ending, a picture's name
   *  @param near the annotation: of several pictures of that name the one with most of its path is meant */
  readonly find: (name: string, near: string) => string | undefined;
}

/** Indexes the pictures below a folder. */
export async function indexPictures(folder: string): Promise<PictureIndex> {
  const byName = new Map<string, string[]>();
  const add = (name: string, path: string) => {
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [path]);
    else known.push(path);
  };
  for await (const path of walkFiles(folder)) {
    const name = basename(path);
    if (!isImageFileName(name)) continue;
    add(name, path);
    add(basename(name, extname(name)), path);
  }
  return {
    find: (name, near) => {
      const wanted = basename(name.replaceAll('\\', '/'));
      const [first, ...others] = byName.get(wanted) ?? [];
      return others.reduce(
        (best, next) =>
          best !== undefined && sharedLength(next, near) > sharedLength(best, near) ? next : best,
        first,
      );
    },
  };
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

const partNames: Readonly<Record<string, 'train' | 'validation' | 'test'>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test',
};

/** The part that a path's folders, or the words of its file name, say; undefined where they say none.
 *  @param path relative to the dataset: what lies above says nothing of it */
export function partOfPath(path: string): 'train' | 'validation' | 'test' | undefined {
  const words = path.toLowerCase().split(/[\\/_.-]+|(?<=[a-z])(?=\d)/);
  return words.map((word) => partNames[word]).find((part) => part !== undefined);
}
