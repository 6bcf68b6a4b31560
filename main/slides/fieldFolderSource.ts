import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { layOutContactGrid } from '../domain/contactGrid.ts';
import { LabError } from '../domain/labError.ts';
import { runAhead } from '../domain/runAhead.ts';
import type { SlideEntry } from '../domain/slide.ts';
import type { PlacedField, SlideInfo } from '../domain/slideInfo.ts';
import { throwIfCancelled } from './fileFailure.ts';
import { refuseHollowImage, refuseHugeImage } from './imageLimits.ts';
import type { FieldFile } from './images/fieldFile.ts';
import { createFieldsSource } from './images/fieldsSource.ts';
import { halvedLevels } from './images/halvedLevels.ts';
import { readImageHeader } from './images/readImageHeader.ts';
import type { SlideSource } from './slideSource.ts';

/** Headers read at once: files on a network drive answer late, not slowly. */
const headersAhead = 15;

/** The place that is kept for a field of unknown size where no field's size is known. */
const unknownSize = { widthPx: 1280, heightPx: 960 } as const;

/** Opens a folder of camera fields as one slide: the fields' headers are read, no pixels. A field whose header
 *  cannot be read keeps an empty place on the contact grid, as large as the middle field. Where a field turns
 *  out to be damaged later, a region shows a mark in its place and the others go on; readField of it fails.
 *  @param names the fields' file names in their order; at least one
 *  @throws LabError 'cancelled' */
export async function openFieldFolder(
  entry: SlideEntry,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<SlideSource> {
  const headers: FieldHeader[] = [];
  for await (const header of runAhead(names, headersAhead, (name) => readFieldHeader(entry, name))) {
    throwIfCancelled(signal, entry.name);
    headers.push(header);
  }
  const missing = middleSize(headers);
  const files = headers.map(({ name, path, found }) =>
    'failure' in found ? { name, path, ...missing, isJpeg: false } : { name, path, ...found },
  );
  const { places, widthPx, heightPx } = layOutContactGrid(files);
  const fields = places.map((place, fieldIndex): PlacedField => {
    const { name, found } = headers[fieldIndex] as FieldHeader;
    return { ...place, fieldIndex, name, failure: 'failure' in found ? found.failure : undefined };
  });
  const info: SlideInfo & { readonly fields: readonly PlacedField[] } = {
    name: entry.name,
    kind: entry.kind,
    format: 'field-folder',
    vendor: undefined,
    widthPx,
    heightPx,
    levels: halvedLevels(widthPx, heightPx),
    pixelSize: undefined,
    objectivePower: undefined,
    associatedImages: [],
    hasIccProfile: headers.some(({ found }) => 'hasIccProfile' in found && found.hasIccProfile),
    fields,
  };
  return createFieldsSource({ entry, info, files, drawsUnreadable: () => isStillThere(entry.path) });
}

interface FieldHeader {
  readonly name: string;
  readonly path: string;
  readonly found:
    | (Pick<FieldFile, 'widthPx' | 'heightPx' | 'isJpeg'> & { readonly hasIccProfile: boolean })
    | { readonly failure: { readonly code: string; readonly message: string } };
}

async function readFieldHeader(entry: SlideEntry, name: string): Promise<FieldHeader> {
  const path = join(entry.path, name);
  try {
    const header = await readImageHeader(path);
    refuseHugeImage(name, header);
    refuseHollowImage(name, header);
    const { widthPx, heightPx, format, hasIccProfile } = header;
    return { name, path, found: { widthPx, heightPx, isJpeg: format === 'jpeg', hasIccProfile } };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { name, path, found: { failure: { code: error.code, message: error.message } } };
  }
}

function middleSize(headers: readonly FieldHeader[]): {
  readonly widthPx: number;
  readonly heightPx: number;
} {
  const known = headers.flatMap(({ found }) => ('failure' in found ? [] : [found]));
  const middle = known.toSorted((a, b) => a.widthPx - b.widthPx)[Math.floor(known.length / 2)];
  return middle === undefined ? unknownSize : { widthPx: middle.widthPx, heightPx: middle.heightPx };
}

/** False when the whole folder has gone, with its disk or network: that is no damage of a field. */
async function isStillThere(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}
