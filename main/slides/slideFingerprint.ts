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
  for (const { path, name } of await listSlideFiles(entry)) {
    const { size, mtimeMs } = await stat(path).catch((error: unknown) => {
      throw readFailure(error, path);
    });
    hash.update(`${name}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}
