import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { assertNever } from '../domain/assertNever.ts';
import { LabError } from '../domain/labError.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { readFailure } from './fileFailure.ts';
import { imageKinds } from './imageFileName.ts';
import { listFieldNames } from './listFieldNames.ts';
import { readImage } from './readImage.ts';
import type { SlideSource } from './slideSource.ts';

/** Opens a slide: lists its fields, decodes nothing yet. Names are fixed from here on; a field removed later
 *  fails on its own.
 *  @throws LabError 'file-missing' | 'slide-unreadable' */
export async function openSlide(entry: SlideEntry): Promise<SlideSource> {
  const fieldNames = await readFieldNames(entry);
  return {
    entry,
    fieldNames,
    async readField(fieldIndex, signal) {
      const name = fieldNames[fieldIndex];
      if (name === undefined)
        throw new RangeError(`${entry.name} has ${fieldNames.length} fields, no number ${fieldIndex}`);
      const pixels = await readImage(fieldPath(entry, name), signal);
      return { field: { fieldIndex, name, widthPx: pixels.widthPx, heightPx: pixels.heightPx }, pixels };
    },
    dispose() {
      // fields are opened and closed one by one: nothing is held
    },
  };
}

/** Names of a slide's fields in natural order; of an image file its own name.
 *  @throws LabError 'file-missing' | 'slide-unreadable' */
export async function readFieldNames(entry: SlideEntry): Promise<readonly string[]> {
  switch (entry.kind) {
    case 'image-file':
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
