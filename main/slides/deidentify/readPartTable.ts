import { type TiffFile, tiffFailure } from '../tiff/tiffFile.ts';
import { readNumberTable, tiffTags } from '../tiff/tiffTags.ts';
import { countParts, decodedPartBytes, type TiffImage } from './tiffImage.ts';

/** Where an image's strips or tiles lie. Both tables are as long as the image has parts; a part that is not
 *  stored has no bytes. */
export interface PartTable {
  readonly offsets: Float64Array;
  readonly byteCounts: Float64Array;
}

/** A million-pixel square in tiles of 512. */
const mostParts = 4_000_000;
/** Some writers end their tables with a few zeros. */
const spareEntries = 1024;

/** @throws LabError 'slide-unreadable' when a part lies outside the file, or there are too few or absurdly many */
export async function readPartTable(file: TiffFile, image: TiffImage): Promise<PartTable> {
  const { tags } = image.directory;
  const offsetsTag = tags.get(image.isTiled ? tiffTags.tileOffsets : tiffTags.stripOffsets);
  const countsTag = tags.get(image.isTiled ? tiffTags.tileByteCounts : tiffTags.stripByteCounts);
  const count = countParts(image);
  const damaged = (reason: string) => tiffFailure(file.path, `image ${image.index} of it ${reason}`);
  if (offsetsTag === undefined) throw damaged('does not say where its pixels are');
  if (count > mostParts) throw damaged(`claims ${count} tiles`);
  const offsets = (await readNumberTable(file, offsetsTag, count + spareEntries)).subarray(0, count);
  const byteCounts = (await readCounts()).subarray(0, count);
  if (offsets.length < count || byteCounts.length < count) throw damaged(`has fewer than its ${count} tiles`);
  for (const [part, offset] of offsets.entries()) {
    const bytes = byteCounts[part] ?? 0;
    if (offset + bytes > file.sizeBytes) throw damaged(`has pixels beyond the end of the file`);
  }
  return { offsets, byteCounts };

  /** Old writers of uncompressed images left the table out. */
  async function readCounts(): Promise<Float64Array> {
    if (countsTag !== undefined) return readNumberTable(file, countsTag, count + spareEntries);
    if (image.compression !== 1) throw damaged('does not say how long its tiles are');
    return Float64Array.from({ length: count }, (_, part) => decodedPartBytes(image, part));
  }
}
