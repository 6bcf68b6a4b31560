import { deflateSync, zstdDecompressSync } from 'node:zlib';
import type { RgbRaster } from '../../domain/raster.ts';
import type { ColourTransform } from '../colourTransform.ts';
import { sharp } from '../sharpLibrary.ts';
import { mergeJpeg } from './mergeJpeg.ts';
import type { TiffImage } from './readTiffImage.ts';
import { wrapTiff } from './wrapTiff.ts';

/** Coded blocks of an image, and what is needed to decode them. */
export interface CodedBlocks {
  /** the tile of each plane, in their order; or all strips of the image */
  readonly blocks: readonly Buffer[];
  readonly image: TiffImage;
  readonly isLittleEndian: boolean;
  readonly iccProfile: Buffer | undefined;
  /** the same profile as a table for RGB pixels; undefined when it changes nothing */
  readonly transform: ColourTransform | undefined;
}

/** What a block holds cannot be decoded. The message says why: half a sentence. */
export class DamagedBlock extends Error {}

const jpegCompression = 7;
const deflateCompression = 8;
const zstdCompression = 50_000;

/** Decodes one tile, its part beyond the image's edge included.
 *  @throws DamagedBlock */
export async function decodeTile(coded: CodedBlocks): Promise<RgbRaster> {
  const { image } = coded;
  const size = { widthPx: image.blockWidthPx, heightPx: image.blockHeightPx };
  const [tile] = coded.blocks;
  if (image.coding.compression === jpegCompression && tile !== undefined && coded.blocks.length === 1) {
    const pixels = await decodeJpegTile(tile, coded);
    if (pixels !== undefined) return pixels;
  }
  return decodeWrapped(coded, size);
}

/** Decodes an image from all its strips or from its only tile.
 *  @throws DamagedBlock */
export async function decodeWholeImage(coded: CodedBlocks): Promise<RgbRaster> {
  return decodeWrapped(coded, coded.image);
}

/** A JPEG tile as a file of its own.
 *  @throws DamagedBlock when it is no JPEG, or larger than the tile that it is to fill */
export function mergeTile(
  tile: Buffer,
  { image }: Pick<CodedBlocks, 'image'>,
  iccProfile: Buffer | undefined,
): NonNullable<ReturnType<typeof mergeJpeg>> {
  const merged = mergeJpeg(tile, image.coding, iccProfile);
  if (merged === undefined) throw new DamagedBlock('it is no JPEG');
  const { widthPx, heightPx } = merged;
  if (widthPx === image.blockWidthPx && heightPx === image.blockHeightPx) return merged;
  throw new DamagedBlock(`it says that it has ${widthPx} x ${heightPx} pixels`);
}

/** Grey and three-colour JPEG, without the way through libtiff.
 *  @returns undefined for other numbers of colours */
async function decodeJpegTile(tile: Buffer, coded: CodedBlocks): Promise<RgbRaster | undefined> {
  const { componentCount } = mergeTile(tile, coded, undefined);
  if (componentCount !== 1 && componentCount !== 3) return undefined;
  // the table is of RGB colours
  const profile = componentCount === 1 ? coded.iccProfile : undefined;
  const pixels = await decodeMerged(mergeTile(tile, coded, profile).bytes);
  if (componentCount === 3) coded.transform?.transformInPlace(pixels.data);
  return pixels;
}

/** @param jpeg as mergeTile gives it. @throws DamagedBlock */
export async function decodeMerged(jpeg: Buffer): Promise<RgbRaster> {
  return decode(jpeg);
}

/** Through libtiff. Plain RGB is brought to sRGB with the table, the rest by libvips, which reads the profile anew
 *  for every tile. */
async function decodeWrapped(
  { blocks, image, isLittleEndian, iccProfile, transform }: CodedBlocks,
  size: { readonly widthPx: number; readonly heightPx: number },
): Promise<RgbRaster> {
  const isPlainRgb = isRgbOfBytes(image);
  const isZstd = image.coding.compression === zstdCompression;
  const wrapped = wrapTiff({
    ...size,
    isLittleEndian,
    isTiled: image.isTiled,
    blockWidthPx: image.blockWidthPx,
    blockHeightPx: image.blockHeightPx,
    coding: isZstd ? { ...image.coding, compression: deflateCompression } : image.coding,
    iccProfile: isPlainRgb ? undefined : iccProfile,
    blocks: isZstd ? blocks.map((block) => zstdToDeflate(block, blockBytes(image))) : blocks,
  });
  const pixels = await decode(wrapped);
  if (pixels.widthPx !== size.widthPx || pixels.heightPx !== size.heightPx)
    throw new DamagedBlock(`it has ${pixels.widthPx} x ${pixels.heightPx} pixels`);
  if (isPlainRgb) transform?.transformInPlace(pixels.data);
  return pixels;
}

function isRgbOfBytes({ coding }: TiffImage): boolean {
  const isRgb = coding.photometric === 2 || coding.photometric === 6;
  return isRgb && coding.samplesPerPixel === 3 && coding.bitsPerSample.every((bits) => bits === 8);
}

/** 'warning' is the strictest: libjpeg only warns of damaged data and fills the rest with grey. */
async function decode(bytes: Buffer): Promise<RgbRaster> {
  const { data, info } = await sharp(bytes, { failOn: 'warning', limitInputPixels: false })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      const said = cause instanceof Error ? cause.message.split('\n')[0] : undefined;
      throw new DamagedBlock(said?.trim() || 'it does not decode', { cause });
    });
  if (info.channels !== 3) throw new DamagedBlock(`it has ${info.channels} colour channels`);
  return { widthPx: info.width, heightPx: info.height, data };
}

/** Bytes of a block when it is decoded, as the file codes its pixels. */
export function blockBytes({ coding, blockWidthPx, blockHeightPx }: TiffImage): number {
  const bits = Math.max(...coding.bitsPerSample);
  const samples = coding.planarConfiguration === 2 ? 1 : coding.samplesPerPixel;
  return Math.ceil((blockWidthPx * bits * samples) / 8) * blockHeightPx;
}

/** libtiff in sharp knows no Zstandard, but the predictor that is undone after it: so the block is handed over
 *  as deflate, stored. */
function zstdToDeflate(block: Buffer, mostBytes: number): Buffer {
  try {
    return deflateSync(zstdDecompressSync(block, { maxOutputLength: mostBytes }), { level: 0 });
  } catch (cause) {
    throw new DamagedBlock('its Zstandard data are damaged', { cause });
  }
}
