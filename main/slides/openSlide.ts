import { assertNever } from '../domain/assertNever.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { openFieldFolder } from './fieldFolderSource.ts';
import { throwIfCancelled } from './fileFailure.ts';
import { openImageFile } from './images/openImageFile.ts';
import { listSlideFiles } from './listSlideFiles.ts';
import { openWithOpenSlide } from './openslide/openSlideSource.ts';
import type { SlideSource } from './slideSource.ts';

/** Opens a slide of any format by its headers; pixels are read on demand. Names of fields are fixed from here on;
 *  a field removed later fails on its own.
 *  @throws LabError 'file-missing' | 'slide-unreadable' | 'image-too-large' | 'openslide-missing' | 'cancelled' */
export async function openSlide(entry: SlideEntry, signal?: AbortSignal): Promise<SlideSource> {
  throwIfCancelled(signal, entry.name);
  switch (entry.kind) {
    case 'image-file':
      return openImageFile(entry);
    case 'field-folder':
      return openFieldFolder(entry, await readFieldNames(entry), signal);
    case 'dicom-series':
      return openWithOpenSlide(entry, 'dicom');
    default:
      return assertNever(entry.kind);
  }
}

/** Names of the files that a slide consists of, in natural order; of a slide that is one file its own name.
 *  @throws LabError 'file-missing' | 'slide-unreadable' */
export async function readFieldNames(entry: SlideEntry): Promise<readonly string[]> {
  if (entry.kind === 'image-file') return [entry.name];
  return (await listSlideFiles(entry)).map(({ name }) => name);
}
