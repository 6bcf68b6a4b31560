import type { TiffDirectory } from '../tiff/readTiffDirectories.ts';
import { type TiffFile, tiffFailure } from '../tiff/tiffFile.ts';
import { readNumbers, readText, tiffTags } from '../tiff/tiffTags.ts';

/** A directory of a TIFF file with the numbers that say what image it holds. */
export interface TiffImage {
  /** among all directories of the file */
  readonly index: number;
  readonly directory: TiffDirectory;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly isTiled: boolean;
  /** of a tile; of strips the image's width and the rows of one */
  readonly partWidthPx: number;
  readonly partHeightPx: number;
  /** bits of NewSubfileType: 1 a reduced version of another image, 2 a page, 4 a mask */
  readonly subfileType: number;
  readonly bitsPerSample: readonly number[];
  readonly samplesPerPixel: number;
  readonly compression: number;
  readonly photometric: number;
  /** samples lie in planes of their own, each with its tiles */
  readonly isPlanar: boolean;
  readonly isSubsampled: boolean;
  /** '' when there is none */
  readonly description: string;
}

const mostSamples = 32;
/** 2^21 pixels is a metre at 0.5 µm. */
const mostEdgePx = 2 ** 22;

/** @throws LabError 'slide-unreadable' when it does not say what image it holds, or nothing plausible */
export async function readTiffImage(
  file: TiffFile,
  directory: TiffDirectory,
  index: number,
): Promise<TiffImage> {
  const read = async (tag: number): Promise<readonly number[]> => {
    const found = directory.tags.get(tag);
    return found === undefined ? [] : readNumbers(file, found, mostSamples);
  };
  const first = async (tag: number, otherwise: number) => (await read(tag))[0] ?? otherwise;
  const widthPx = await first(tiffTags.imageWidth, 0);
  const heightPx = await first(tiffTags.imageLength, 0);
  const isTiled = directory.tags.has(tiffTags.tileOffsets);
  const samplesPerPixel = await first(tiffTags.samplesPerPixel, 1);
  const bits = await read(tiffTags.bitsPerSample);
  const described = directory.tags.get(tiffTags.imageDescription);
  const rows = Math.min(await first(tiffTags.rowsPerStrip, heightPx), heightPx);
  const image: TiffImage = {
    index,
    directory,
    widthPx,
    heightPx,
    isTiled,
    partWidthPx: isTiled ? await first(tiffTags.tileWidth, 0) : widthPx,
    partHeightPx: isTiled ? await first(tiffTags.tileLength, 0) : rows,
    subfileType: await first(tiffTags.subfileType, 0),
    bitsPerSample: Array.from(
      { length: Math.min(samplesPerPixel, mostSamples) },
      (_, i) => bits[i] ?? bits[0] ?? 1,
    ),
    samplesPerPixel,
    compression: await first(tiffTags.compression, 1),
    photometric: await first(tiffTags.photometric, 0),
    isPlanar: (await first(tiffTags.planarConfiguration, 1)) === 2,
    isSubsampled: (await first(tiffTags.photometric, 0)) === 6 && (await isSubsampled(read)),
    description: described === undefined ? '' : await readText(file, described),
  };
  const edges = [widthPx, heightPx, image.partWidthPx, image.partHeightPx];
  const isPlausible =
    edges.every((edge) => Number.isInteger(edge) && edge > 0 && edge <= mostEdgePx) &&
    samplesPerPixel >= 1 &&
    samplesPerPixel <= mostSamples &&
    image.bitsPerSample.every((each) => each >= 1 && each <= 64);
  if (!isPlausible) throw tiffFailure(file.path, `image ${index} of it has no plausible size`);
  return image;
}

/** Chroma at half resolution is the default of YCbCr where the file says nothing. */
async function isSubsampled(read: (tag: number) => Promise<readonly number[]>): Promise<boolean> {
  const factors = await read(tiffTags.subsampling);
  return factors.length !== 2 || factors.some((factor) => factor !== 1);
}

/** Strips or tiles that an image must have. */
export function countParts(image: TiffImage): number {
  const across = Math.ceil(image.widthPx / image.partWidthPx);
  const down = Math.ceil(image.heightPx / image.partHeightPx);
  return across * down * (image.isPlanar ? image.samplesPerPixel : 1);
}

/** Bytes that a strip or tile decodes to. Its rows begin at whole bytes. The last strip is shorter.
 *  @param part index in the tables of offsets */
export function decodedPartBytes(image: TiffImage, part: number): number {
  const down = Math.ceil(image.heightPx / image.partHeightPx);
  const across = Math.ceil(image.widthPx / image.partWidthPx);
  const inPlane = part % (across * down);
  const isLastStrip = !image.isTiled && inPlane === down - 1;
  const rows = isLastStrip ? image.heightPx - inPlane * image.partHeightPx : image.partHeightPx;
  const plane = Math.floor(part / (across * down));
  const bits = image.isPlanar
    ? (image.bitsPerSample[plane] ?? 8)
    : image.bitsPerSample.reduce((sum, each) => sum + each, 0);
  return rows * Math.ceil((image.partWidthPx * bits) / 8);
}
