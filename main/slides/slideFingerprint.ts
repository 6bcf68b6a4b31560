import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { assertNever } from '../domain/assertNever.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { readFailure } from './fileFailure.ts';
import { isSystemName } from './imageFileName.ts';
import { listFieldNames } from './listFieldNames.ts';

/** What tells a slide's content from another's without reading it: SHA-256 of names, sizes and times of change of
 *  its files, 64 hexadecimal digits. Different as soon as one is written, added or removed.
 *  @throws LabError 'file-missing' | 'slide-unreadable' when one cannot be reached */
export async function fingerprintSlide(entry: SlideEntry): Promise<string> {
  const hash = createHash('sha256');
  for (const path of await listFiles(entry)) {
    const { size, mtimeMs } = await statOrThrow(path);
    hash.update(`${basename(path)}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

async function listFiles(entry: SlideEntry): Promise<readonly string[]> {
  const { path } = entry;
  switch (entry.kind) {
    case 'field-folder':
      return (await listFieldNames(path)).map((name) => join(path, name));
    case 'dicom-series': {
      const isFolder = (await statOrThrow(path)).isDirectory();
      // whose series a neighbour belongs to only its header tells: a changed neighbour costs a look, not a slide
      const files = await listFolder(isFolder ? path : dirname(path));
      return isFolder ? files : files.filter((file) => extname(file).toLowerCase() === '.dcm');
    }
    case 'image-file': {
      // MIRAX keeps its pixels in a folder of the same name beside the file
      const companion = join(dirname(path), basename(path, extname(path)));
      const isMirax = extname(path).toLowerCase() === '.mrxs';
      return isMirax ? [path, ...(await listFolder(companion))] : [path];
    }
    default:
      return assertNever(entry.kind);
  }
}

/** Files directly in a folder, in the order of their names. */
async function listFolder(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw readFailure(error, folder);
  });
  const names = found.filter((one) => !one.isDirectory() && !isSystemName(one.name)).map(({ name }) => name);
  return names.sort().map((name) => join(folder, name));
}

async function statOrThrow(path: string) {
  return stat(path).catch((error: unknown) => {
    throw readFailure(error, path);
  });
}
