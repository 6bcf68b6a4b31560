import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { assertNever } from '../domain/assertNever.ts';
import { LabError } from '../domain/labError.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { openFieldFolder } from './fieldFolderSource.ts';
import { readFailure, throwIfCancelled } from './fileFailure.ts';
import { imageKinds } from './imageFileName.ts';
import { openImageFile } from './images/openImageFile.ts';
import { listFieldNames } from './listFieldNames.ts';
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
      throw new LabError('slide-unreadable', `Cannot read ${entry.name}: DICOM is not read yet.`);
    default:
      return assertNever(entry.kind);
  }
}

/** Names of a slide's fields in natural order; of an image file its own name.
 *  @throws LabError 'file-missing' | 'slide-unreadable' */
export async function readFieldNames(entry: SlideEntry): Promise<readonly string[]> {
  switch (entry.kind) {
    case 'image-file':
    case 'dicom-series':
      await stat(entry.path).catch((error: unknown) => {
        throw readFailure(error, entry.path);
      });
      return [entry.name];
    case 'field-folder': {
      const names = await listFieldNames(entry.path);
      if (names.length > 0) return names;
      throw new LabError(
        'slide-unreadable',
        `The folder ${entry.name} holds no ${imageKinds} files any more. Put its fields back or remove it.`,
        { path: entry.path },
      );
    }
    default:
      return assertNever(entry.kind);
  }
}

/** Where a field of a slide lies on disk. */
export function fieldPath(entry: SlideEntry, fieldName: string): string {
  return entry.kind === 'image-file' ? entry.path : join(entry.path, fieldName);
}
