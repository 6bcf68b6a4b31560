import { LabError } from '../../domain/labError.ts';
import { type TiffFile, tiffFailure } from '../tiff/tiffFile.ts';
import { type TiffTag, tiffTags } from '../tiff/tiffTags.ts';
import { rebuildAperioDescription } from './aperioDescription.ts';
import type { TiffChoice } from './chooseTiffImages.ts';
import { cleanJpegTables } from './cleanPart.ts';
import { findMalformedTag, isKeptTag, listRemovedTags, nameTiffTag } from './keptTiffTags.ts';
import type { WrittenTag } from './serializeTiff.ts';
import type { TiffImage } from './tiffImage.ts';

const asciiType = 2;

/** The tags of an image in the copy, but for its tables of tiles, and names of what is left out. */
interface PlannedTags {
  readonly tags: readonly WrittenTag[];
  readonly removed: readonly string[];
}

/** @param isFirst of the file: its description speaks for all
 *  @throws LabError 'slide-unreadable' | 'deidentification-failed' */
export async function planTiffTags(
  file: TiffFile,
  choice: TiffChoice,
  { image, isFirst }: { readonly image: TiffImage; readonly isFirst: boolean },
): Promise<PlannedTags> {
  const malformed = findMalformedTag(image.directory);
  if (malformed !== undefined)
    throw tiffFailure(file.path, `property ${malformed} of image ${image.index} is malformed`);
  const removed = listRemovedTags(image.directory).map(({ tag }) => nameTiffTag(tag));
  const tags: WrittenTag[] = [];
  for (const tag of [...image.directory.tags.values()].filter(isKeptTag)) {
    const bytes = await keptBytes(file, tag);
    if (bytes === undefined) removed.push('malformed ICC profile');
    else {
      tags.push({ tag: tag.tag, type: tag.type, count: bytes.length / (tag.byteLength / tag.count), bytes });
      if (bytes.length < tag.byteLength) removed.push(`data in ${nameKept(tag.tag)}`);
    }
  }
  const described = planDescription(choice, image, isFirst);
  if (described.text !== '') tags.push(writtenText(described.text));
  return { tags, removed: [...removed, ...described.removed] };
}

async function keptBytes(file: TiffFile, tag: TiffTag): Promise<Buffer | undefined> {
  const bytes = await file.readBytes(tag.valueAt, tag.byteLength);
  if (tag.tag === tiffTags.jpegTables) {
    const cleaned = cleanJpegTables(bytes);
    if (cleaned !== undefined) return cleaned.bytes;
    throw new LabError(
      'slide-unreadable',
      `Cannot read ${file.name}: its JPEG tables are damaged. Copy it anew from its source.`,
    );
  }
  return tag.tag === tiffTags.iccProfile ? trimProfile(bytes) : bytes;
}

/** An ICC profile as long as it says that it is, without what follows.
 *  @returns undefined when it is none */
function trimProfile(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 128 || bytes.toString('latin1', 36, 40) !== 'acsp') return undefined;
  const sizeBytes = bytes.readUInt32BE(0);
  return sizeBytes >= 128 && sizeBytes <= bytes.length ? bytes.subarray(0, sizeBytes) : undefined;
}

function nameKept(tag: number): string {
  return tag === tiffTags.jpegTables ? 'JPEGTables' : 'the ICC profile';
}

function planDescription(
  { format, ome }: TiffChoice,
  image: TiffImage,
  isFirst: boolean,
): { readonly text: string; readonly removed: readonly string[] } {
  if (image.description === '') return { text: '', removed: [] };
  switch (format) {
    case 'aperio': {
      const { rebuilt, removed } = rebuildAperioDescription(image.description, image);
      return { text: rebuilt, removed };
    }
    case 'ome-tiff':
      return { text: isFirst ? (ome?.rebuilt ?? '') : '', removed: ['OME-XML but for sizes and channels'] };
    case 'tiff':
      return { text: '', removed: ['ImageDescription'] };
  }
}

function writtenText(text: string): WrittenTag {
  const bytes = Buffer.from(`${text}\0`, 'utf8');
  return { tag: tiffTags.imageDescription, type: asciiType, count: bytes.length, bytes };
}
