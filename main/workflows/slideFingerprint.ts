import { stat } from 'node:fs/promises';
import type { SlideEntry } from '../domain/slide.ts';
import { listSlideFiles } from '../slides/listSlideFiles.ts';

/** Names, sizes and times of change of a slide's files: cheap to take, and different as soon as a file is
 *  written, added or removed.
 *  @returns undefined while a file of the slide is missing or cannot be reached */
export async function readSlideFingerprint(entry: SlideEntry): Promise<string | undefined> {
  try {
    const files = await listSlideFiles(entry);
    const lines = await Promise.all(
      files.map(async ({ path, name }) => {
        const { size, mtimeMs, ino } = await stat(path);
        return `${name}\0${size}\0${mtimeMs}\0${ino}`;
      }),
    );
    return lines.join('\n');
  } catch {
    return undefined; // reading the slide itself says what is wrong with it
  }
}
