import { type TiffFile, tiffFailure } from './tiffFile.ts';

/** Numbers of the tags that the lab reads. */
export const tiffTags = {
  subfileType: 254,
  imageWidth: 256,
  imageLength: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  imageDescription: 270,
  make: 271,
  model: 272,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  yResolution: 283,
  planarConfiguration: 284,
  resolutionUnit: 296,
  software: 305,
  predictor: 317,
  colourMap: 320,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  subDirectories: 330,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
  subsampling: 530,
  referenceBlackWhite: 532,
  xmp: 700,
  iccProfile: 34675,
  ndpiFormat: 65420,
} as const;

/** One property of an image in a TIFF file. Its values lie at `valueAt`, which may be beyond the file's end of a
 *  damaged file: reading them says so. */
export interface TiffTag {
  readonly tag: number;
  /** 1 to 18 as in the TIFF and BigTIFF specifications */
  readonly type: number;
  readonly count: number;
  /** byte of the first value in the file, be it in the directory or elsewhere */
  readonly valueAt: number;
  readonly byteLength: number;
}

/** Bytes a value: BYTE ASCII SHORT LONG RATIONAL SBYTE UNDEFINED SSHORT SLONG SRATIONAL FLOAT DOUBLE IFD,
 *  LONG8 SLONG8 IFD8. */
const typeBytes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};

/** An OME-XML of thousands of planes has a few megabytes. */
const mostTextBytes = 16e6;
const textStartBytes = 65_536;

/** Tiles of a square of a million pixels, 256 px each. */
const mostTableEntries = 16e6;

/** Reads an entry of a directory. @returns undefined when its type is unknown */
export function readEntry(
  file: TiffFile,
  bytes: Buffer,
  { at, entriesAt }: { readonly at: number; readonly entriesAt: number },
): TiffTag | undefined {
  const [tag, type] = file.isLittleEndian
    ? [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2)]
    : [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)];
  const valueBytes = typeBytes[type];
  if (valueBytes === undefined) return undefined;
  const count = readOffset(file, bytes, at + 4);
  const byteLength = count * valueBytes;
  const inlineBytes = file.isBig ? 8 : 4;
  const valueField = at + 4 + inlineBytes;
  const valueAt = byteLength <= inlineBytes ? entriesAt + valueField : readOffset(file, bytes, valueField);
  return { tag, type, count, valueAt, byteLength };
}

/** An offset or count: 4 bytes, in BigTIFF 8. @throws LabError 'slide-unreadable' when it is absurdly large */
export function readOffset(file: TiffFile, bytes: Buffer, at: number): number {
  if (!file.isBig) return file.isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  const value = Number(file.isLittleEndian ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  if (Number.isSafeInteger(value)) return value;
  throw tiffFailure(file.path, `it refers to byte ${value} of only ${file.sizeBytes}`);
}

/** All values of a numeric tag, fractions divided out.
 *  @param most more values are refused before memory is asked for
 *  @throws LabError 'slide-unreadable' when they lie outside the file, are too many or are text */
export async function readNumbers(file: TiffFile, tag: TiffTag, most = 65_536): Promise<readonly number[]> {
  return Array.from(await readNumberTable(file, tag, most));
}

/** The same for long tables such as tile offsets: eight bytes a value. */
export async function readNumberTable(
  file: TiffFile,
  tag: TiffTag,
  most = mostTableEntries,
): Promise<Float64Array> {
  if (tag.count > most) throw tiffFailure(file.path, `property ${tag.tag} claims ${tag.count} values`);
  const readValue = valueReaders[tag.type];
  if (readValue === undefined) throw tiffFailure(file.path, `property ${tag.tag} is no number`);
  const bytes = await file.readBytes(tag.valueAt, tag.byteLength);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const step = tag.count === 0 ? 0 : tag.byteLength / tag.count;
  const values = new Float64Array(tag.count);
  for (let i = 0; i < tag.count; i += 1) values[i] = readValue(view, i * step, file.isLittleEndian);
  return values;
}

/** The text of an ASCII tag up to its first NUL, as UTF-8 (which ASCII is); blanks at its ends are cut.
 *  @throws LabError 'slide-unreadable' when it lies outside the file, is longer than 16 MB or no text */
export async function readText(file: TiffFile, tag: TiffTag): Promise<string> {
  if (tag.byteLength > mostTextBytes || (typeBytes[tag.type] ?? 0) !== 1)
    throw tiffFailure(file.path, `property ${tag.tag} is no text that the lab reads`);
  return toText(await file.readBytes(tag.valueAt, tag.byteLength));
}

/** The first 64 kB of a text, whatever its length; of a tag of numbers the empty text.
 *  @throws LabError 'slide-unreadable' when it lies outside the file */
export async function readTextStart(file: TiffFile, tag: TiffTag): Promise<string> {
  if (typeBytes[tag.type] !== 1) return '';
  return toText(await file.readBytes(tag.valueAt, Math.min(tag.byteLength, textStartBytes)));
}

function toText(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end).trim();
}

type ValueReader = (view: DataView, at: number, isLittleEndian: boolean) => number;

/** Text, type 2, is left out. */
const valueReaders: Readonly<Record<number, ValueReader>> = {
  1: (view, at) => view.getUint8(at),
  3: (view, at, little) => view.getUint16(at, little),
  4: (view, at, little) => view.getUint32(at, little),
  5: (view, at, little) => view.getUint32(at, little) / view.getUint32(at + 4, little),
  6: (view, at) => view.getInt8(at),
  7: (view, at) => view.getUint8(at),
  8: (view, at, little) => view.getInt16(at, little),
  9: (view, at, little) => view.getInt32(at, little),
  10: (view, at, little) => view.getInt32(at, little) / view.getInt32(at + 4, little),
  11: (view, at, little) => view.getFloat32(at, little),
  12: (view, at, little) => view.getFloat64(at, little),
  13: (view, at, little) => view.getUint32(at, little),
  16: (view, at, little) => Number(view.getBigUint64(at, little)),
  17: (view, at, little) => Number(view.getBigInt64(at, little)),
  18: (view, at, little) => Number(view.getBigUint64(at, little)),
};
