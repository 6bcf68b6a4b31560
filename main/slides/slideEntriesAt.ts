import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { SlideEntry } from '../domain/slide.ts';
import { readFailure } from './fileFailure.ts';
import { isImageFileName } from './imageFileName.ts';
import { listSlideEntries } from './listSlideEntries.ts';

/** What a folder of nothing but camera images is taken for. */
export type LooseImages = 'one-slide' | 'a-slide-each';

/** The slides that a path at a terminal stands for: a file for itself; a folder of DICOM files of one series for
 *  one slide; any other folder for the slides in it. A folder that holds nothing but camera images may be
 *  meant either way: the caller says.
 *  @throws LabError 'file-missing' | 'folder-missing' | 'folder-empty' | 'slide-unreadable' */
export async function slideEntriesAt(path: string, looseImages: LooseImages): Promise<readonly SlideEntry[]> {
  const absolute = resolve(path);
  const name = basename(absolute);
  const found = await stat(absolute).catch((error: unknown) => {
    throw readFailure(error, absolute);
  });
  if (!found.isDirectory()) {
    const kind = /\.dcm$/i.test(name) ? 'dicom-series' : 'image-file';
    return [{ name, path: absolute, kind }];
  }
  const { entries } = await listSlideEntries(absolute);
  const [first] = entries;
  const isSeries = entries.length === 1 && first?.kind === 'dicom-series';
  if (isSeries) return [{ name, path: absolute, kind: 'dicom-series' }];
  const isFieldFolder =
    looseImages === 'one-slide' &&
    entries.length > 1 &&
    entries.every((entry) => entry.kind === 'image-file' && isImageFileName(entry.name));
  return isFieldFolder ? [{ name, path: absolute, kind: 'field-folder' }] : entries;
}
