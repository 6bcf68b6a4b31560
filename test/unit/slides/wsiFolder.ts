import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SlideEntry } from '../../../main/domain/slide.ts';
import { openSlideLibraryPath } from '../../../main/setup/runtimePaths.ts';

/** Real whole slides; beside the checkout, never in it. */
export const wsiFolder = join(import.meta.dirname, '../../../../shared/data/wsi');

/** True where set-up has not fetched OpenSlide. */
export const lacksOpenSlide = !existsSync(openSlideLibraryPath());

/** True where tests over real slides cannot run. */
export const lacksWsi = lacksOpenSlide || !existsSync(wsiFolder);

export function aRealSlide(name: string): SlideEntry {
  return { name, path: join(wsiFolder, name), kind: name.endsWith('.dcm') ? 'dicom-series' : 'image-file' };
}
