import type { TiffDirectory } from './readTiffDirectories.ts';
import { type TiffFile, tiffFailure } from './tiffFile.ts';
import { readNumbers, readNumberTable, type TiffTag, tiffTags } from './tiffTags.ts';

/** How the pixels of an image in a TIFF file are coded. */
export interface TiffCoding {
  /** 1 none, 5 LZW, 7 JPEG, 8 and 32946 deflate … */
  readonly compression: number;
  /** 0 and 1 grey, 2 RGB, 3 palette, 5 CMYK, 6 YCbCr … */
  readonly photometric: number;
  readonly bitsPerSample: readonly number[];
  readonly samplesPerPixel: number;
  /** 1 together, 2 each sample in planes of its own */
  readonly planarConfiguration: number;
  readonly predictor: number;
  readonly sampleFormat: readonly number[];
  readonly extraSamples: readonly number[];
  /** of YCbCr, horizontal and vertical */
  readonly subsampling: readonly number[];
  /** 16-bit red, green and blue values of a palette, one after the other; else empty */
  readonly colourMap: readonly number[];
  /** of JPEG: the tables that all its tiles share */
  readonly jpegTables: Buffer | undefined;
}

/** An image of a TIFF file whose tags agree with each other. Where its blocks lie has not been judged. */
export interface TiffImage {
  readonly directory: TiffDirectory;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly isTiled: boolean;
  /** a tile, or a strip as wide as the image; blocks at the right and lower edge reach beyond the image */
  readonly blockWidthPx: number;
  readonly blockHeightPx: number;
  readonly columns: number;
  readonly rows: number;
  readonly coding: TiffCoding;
  /** 1 to 8 as in EXIF; 1 is upright */
  readonly orientation: number;
  /** byte of each block in the file and its length: row by row, of separate planes one plane after the other */
  readonly offsets: Float64Array;
  readonly byteCounts: Float64Array;
}

/** Longest edge of a slide: 25 cm at a quarter of a micrometre a pixel. */
const longestEdgePx = 1_000_000;
const longestTileEdgePx = 4096;
const mostTableBytes = 65_536;
const mostSamples = 16;

/** Reads and checks an image's tags, and the table of its blocks.
 *  @throws LabError 'slide-unreadable' when they are missing, absurd or contradict each other | 'file-missing' */
export async function readTiffImage(file: TiffFile, directory: TiffDirectory): Promise<TiffImage> {
  const refuse = (reason: string): never => {
    throw tiffFailure(file.path, reason);
  };
  const number = (tag: number) => readFirst(file, directory, tag);
  const widthPx = (await number(tiffTags.imageWidth)) ?? refuse('an image of it has no width');
  const heightPx = (await number(tiffTags.imageLength)) ?? refuse('an image of it has no height');
  if (!isEdge(widthPx, longestEdgePx) || !isEdge(heightPx, longestEdgePx))
    return refuse(`it claims ${widthPx} x ${heightPx} pixels; the limit is ${longestEdgePx} a side`);
  const isTiled = directory.tags.has(tiffTags.tileWidth);
  const [blockWidthPx, blockHeightPx] = isTiled
    ? [(await number(tiffTags.tileWidth)) ?? 0, (await number(tiffTags.tileLength)) ?? 0]
    : [widthPx, Math.min(heightPx, (await number(tiffTags.rowsPerStrip)) ?? heightPx)];
  const longestBlockPx = isTiled ? longestTileEdgePx : longestEdgePx;
  if (!isEdge(blockWidthPx, longestBlockPx) || !isEdge(blockHeightPx, longestBlockPx))
    return refuse(`it claims tiles of ${blockWidthPx} x ${blockHeightPx} pixels`);
  const coding = await readCoding(file, directory);
  const columns = Math.ceil(widthPx / blockWidthPx);
  const rows = Math.ceil(heightPx / blockHeightPx);
  const planeCount = coding.planarConfiguration === 2 ? coding.samplesPerPixel : 1;
  const blockCount = columns * rows * planeCount;
  const tables = isTiled
    ? ([tiffTags.tileOffsets, tiffTags.tileByteCounts] as const)
    : ([tiffTags.stripOffsets, tiffTags.stripByteCounts] as const);
  const [offsetTag, countTag] = tables.map((tag) => directory.tags.get(tag));
  if (offsetTag === undefined || countTag === undefined)
    return refuse('an image of it does not say where its pixels lie');
  if (offsetTag.count !== blockCount || countTag.count !== blockCount)
    return refuse(`it has ${offsetTag.count} tiles where its size makes ${blockCount}`);
  return {
    directory,
    widthPx,
    heightPx,
    isTiled,
    blockWidthPx,
    blockHeightPx,
    columns,
    rows,
    coding,
    orientation: (await number(tiffTags.orientation)) ?? 1,
    offsets: await readNumberTable(file, offsetTag),
    byteCounts: await readNumberTable(file, countTag),
  };
}

/** Bytes of a block when it is unpacked, as the file codes its pixels. */
export function blockBytes({ coding, blockWidthPx, blockHeightPx }: TiffImage): number {
  const bits = Math.max(...coding.bitsPerSample);
  const samples = coding.planarConfiguration === 2 ? 1 : coding.samplesPerPixel;
  return Math.ceil((blockWidthPx * bits * samples) / 8) * blockHeightPx;
}

async function readCoding(file: TiffFile, { tags }: TiffDirectory): Promise<TiffCoding> {
  const all = async (tag: number, most: number): Promise<readonly number[]> => {
    const found = tags.get(tag);
    return found === undefined ? [] : readNumbers(file, found, most);
  };
  const one = async (tag: number, otherwise: number) => (await all(tag, mostSamples))[0] ?? otherwise;
  const samplesPerPixel = await one(tiffTags.samplesPerPixel, 1);
  if (!isEdge(samplesPerPixel, mostSamples))
    throw tiffFailure(file.path, `it claims ${samplesPerPixel} values a pixel`);
  const bits = await all(tiffTags.bitsPerSample, mostSamples);
  const jpegTables = tags.get(tiffTags.jpegTables);
  return {
    compression: await one(tiffTags.compression, 1),
    photometric: await one(tiffTags.photometric, samplesPerPixel >= 3 ? 2 : 1),
    bitsPerSample: bits.length === 0 ? [1] : bits,
    samplesPerPixel,
    planarConfiguration: samplesPerPixel > 1 ? await one(tiffTags.planarConfiguration, 1) : 1,
    predictor: await one(tiffTags.predictor, 1),
    sampleFormat: await all(tiffTags.sampleFormat, mostSamples),
    extraSamples: await all(tiffTags.extraSamples, mostSamples),
    subsampling: await all(tiffTags.subsampling, 2),
    colourMap: await all(tiffTags.colourMap, 3 * 65_536),
    jpegTables: jpegTables === undefined ? undefined : await readTable(file, jpegTables),
  };
}

async function readTable(file: TiffFile, tag: TiffTag): Promise<Buffer> {
  if (tag.byteLength <= mostTableBytes) return file.readBytes(tag.valueAt, tag.byteLength);
  throw tiffFailure(file.path, `property ${tag.tag} claims ${tag.byteLength} bytes`);
}

async function readFirst(file: TiffFile, directory: TiffDirectory, tag: number): Promise<number | undefined> {
  const found = directory.tags.get(tag);
  return found === undefined ? undefined : (await readNumbers(file, found, mostSamples))[0];
}

function isEdge(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
