import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { SlideEntry } from '../domain/slide.ts';
import { readFailure } from './fileFailure.ts';
import { listSlideFiles } from './listSlideFiles.ts';

/** What tells a slide's content from another's without reading it: SHA-256 of names, sizes and times of change of
 *  its files, 64 hexadecimal digits. Different as soon as one is written, added or removed.
 *  @throws LabError 'file-missing' | 'slide-unreadable' when one cannot be reached */
export async function fingerprintSlide(entry: SlideEntry): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, size, mtimeMs } of await statFiles(entry)) hash.update(`${name}\0${size}\0${mtimeMs}\n`);
  return hash.digest('hex');
}

/** Bytes of all files of a slide. @throws LabError 'file-missing' | 'slide-unreadable' */
export async function sizeOfSlide(entry: SlideEntry): Promise<number> {
  return (await statFiles(entry)).reduce((sum, { size }) => sum + size, 0);
}

async function statFiles(entry: SlideEntry) {
  const files: { readonly name: string; readonly size: number; readonly mtimeMs: number }[] = [];
  for (const { path, name } of await listSlideFiles(entry)) {
    const { size, mtimeMs } = await stat(path).catch((error: unknown) => {
      throw readFailure(error, path);
    });
    files.push({ name, size, mtimeMs });
  }
  return files;
}
