import type { TiffCoding } from './readTiffImage.ts';
import { tiffTags } from './tiffTags.ts';

/** Blocks of coded pixels, to be written as a TIFF file of one image. */
interface WrappedImage {
  /** as in the file that the blocks come from: 16-bit values have its byte order */
  readonly isLittleEndian: boolean;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly isTiled: boolean;
  readonly blockWidthPx: number;
  readonly blockHeightPx: number;
  readonly coding: TiffCoding;
  readonly iccProfile: Buffer | undefined;
  readonly blocks: readonly Buffer[];
}

const shortType = 3;
const longType = 4;
const undefinedType = 7;
const typeBytes: Readonly<Record<number, number>> = { [shortType]: 2, [longType]: 4, [undefinedType]: 1 };

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly values: readonly number[] | Buffer;
}

/** A TIFF file in memory that holds these blocks as they are: what libtiff can decode of a large file it can
 *  decode of one tile. */
export function wrapTiff(image: WrappedImage): Buffer {
  const { coding, blocks } = image;
  const [offsetTag, countTag] = image.isTiled
    ? [tiffTags.tileOffsets, tiffTags.tileByteCounts]
    : [tiffTags.stripOffsets, tiffTags.stripByteCounts];
  const shorts = (tag: number, values: readonly number[]): Entry => ({ tag, type: shortType, values });
  const longs = (tag: number, values: readonly number[]): Entry => ({ tag, type: longType, values });
  const bytes = (tag: number, values: Buffer = Buffer.alloc(0)): Entry => ({
    tag,
    type: undefinedType,
    values,
  });
  const entries = [
    longs(tiffTags.imageWidth, [image.widthPx]),
    longs(tiffTags.imageLength, [image.heightPx]),
    shorts(tiffTags.bitsPerSample, coding.bitsPerSample),
    shorts(tiffTags.compression, [coding.compression]),
    shorts(tiffTags.photometric, [coding.photometric]),
    shorts(tiffTags.samplesPerPixel, [coding.samplesPerPixel]),
    shorts(tiffTags.planarConfiguration, [coding.planarConfiguration]),
    shorts(tiffTags.predictor, [coding.predictor]),
    shorts(tiffTags.colourMap, coding.colourMap),
    shorts(tiffTags.extraSamples, coding.extraSamples),
    shorts(tiffTags.sampleFormat, coding.sampleFormat),
    shorts(tiffTags.subsampling, coding.subsampling),
    bytes(tiffTags.jpegTables, coding.jpegTables),
    bytes(tiffTags.iccProfile, image.iccProfile),
    ...(image.isTiled
      ? [longs(tiffTags.tileWidth, [image.blockWidthPx]), longs(tiffTags.tileLength, [image.blockHeightPx])]
      : [longs(tiffTags.rowsPerStrip, [image.blockHeightPx])]),
    longs(
      offsetTag,
      blocks.map(() => 0),
    ),
    longs(
      countTag,
      blocks.map(({ length }) => length),
    ),
  ].filter(({ values }) => values.length > 0);
  return writeFile(image, entries, offsetTag);
}

function writeFile({ isLittleEndian, blocks }: WrappedImage, entries: readonly Entry[], offsetTag: number) {
  const sorted = entries.toSorted((a, b) => a.tag - b.tag);
  const directoryBytes = 2 + sorted.length * 12 + 4;
  const valuesAt = 8 + directoryBytes;
  const valuesBytes = sorted.reduce((sum, entry) => sum + paddedLength(entry), 0);
  const blocksAt = valuesAt + valuesBytes;
  const file = Buffer.alloc(blocksAt + blocks.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  file.write(isLittleEndian ? 'II' : 'MM', 'latin1');
  view.setUint16(2, 42, isLittleEndian);
  view.setUint32(4, 8, isLittleEndian);
  view.setUint16(8, sorted.length, isLittleEndian);
  let nextValueAt = valuesAt;
  for (const [index, entry] of sorted.entries()) {
    const at = 10 + index * 12;
    const values = entry.tag === offsetTag ? startsOf(blocks, blocksAt) : entry.values;
    view.setUint16(at, entry.tag, isLittleEndian);
    view.setUint16(at + 2, entry.type, isLittleEndian);
    view.setUint32(at + 4, values.length, isLittleEndian);
    const isInline = byteLengthOf(entry) <= 4;
    if (!isInline) view.setUint32(at + 8, nextValueAt, isLittleEndian);
    writeValues(view, isInline ? at + 8 : nextValueAt, { ...entry, values, isLittleEndian });
    if (!isInline) nextValueAt += paddedLength(entry);
  }
  for (const [index, start] of startsOf(blocks, blocksAt).entries()) file.set(blocks[index] ?? [], start);
  return file;
}

function writeValues(view: DataView, at: number, entry: Entry & { readonly isLittleEndian: boolean }): void {
  const { type, values, isLittleEndian } = entry;
  const step = typeBytes[type] ?? 1;
  for (const [index, value] of values.entries()) {
    if (type === shortType) view.setUint16(at + index * step, value, isLittleEndian);
    else if (type === longType) view.setUint32(at + index * step, value, isLittleEndian);
    else view.setUint8(at + index, value);
  }
}

function startsOf(blocks: readonly Buffer[], first: number): readonly number[] {
  const starts: number[] = [];
  let next = first;
  for (const { length } of blocks) {
    starts.push(next);
    next += length;
  }
  return starts;
}

function byteLengthOf({ type, values }: Entry): number {
  return values.length * (typeBytes[type] ?? 1);
}

/** Values of up to four bytes lie in the directory; others begin at even bytes. */
function paddedLength(entry: Entry): number {
  const length = byteLengthOf(entry);
  return length <= 4 ? 0 : length + (length % 2);
}
