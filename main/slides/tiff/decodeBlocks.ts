import type { RgbRaster } from '../../domain/raster.ts';
import type { ColourTransform } from '../colourTransform.ts';
import { sharp } from '../sharpLibrary.ts';
import { loadTurboJpeg } from '../turboJpeg.ts';
import { DamagedBlock } from './damagedBlock.ts';
import { type MergedJpeg, mergeJpeg } from './mergeJpeg.ts';
import type { TiffImage } from './readTiffImage.ts';
import { packAgain, undoPredictorInPlace, unpackTile } from './unpackTile.ts';
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

const jpegCompression = 7;
const separatePlanes = 2;

/** Decodes one tile, its part beyond the image's edge included.
 *  @throws DamagedBlock */
export async function decodeTile(coded: CodedBlocks): Promise<RgbRaster> {
  const { coding, blockWidthPx: widthPx, blockHeightPx: heightPx } = coded.image;
  if (coding.planarConfiguration === separatePlanes) return decodePlanes(coded);
  if (coding.compression === jpegCompression) {
    const pixels = await decodeJpegTile(coded);
    if (pixels !== undefined) return pixels;
  }
  const unpacked = await unpackTile(coded.blocks, coded.image);
  const [plain] = unpacked ?? [];
  if (plain === undefined || !isRgbOfBytes(coded.image))
    return decodeByLibtiff(coded, unpacked && packAgain(unpacked, coding), { widthPx, heightPx });
  const pixels = { widthPx, heightPx, data: plain };
  undoPredictorInPlace(pixels, coding);
  coded.transform?.transformInPlace(pixels.data);
  return pixels;
}

/** Decodes an image from all its strips.
 *  @throws DamagedBlock */
export async function decodeStrips(coded: CodedBlocks): Promise<RgbRaster> {
  return decodeByLibtiff(coded, undefined, coded.image);
}

/** A JPEG tile as a file of its own.
 *  @throws DamagedBlock when it is no whole JPEG, or not of the size of the tile that it is to fill */
export function mergeTile(tile: Buffer, image: TiffImage, iccProfile: Buffer | undefined): MergedJpeg {
  const merged = mergeJpeg(tile, image.coding, iccProfile);
  if (merged === undefined) throw new DamagedBlock('it is no whole JPEG');
  const { widthPx, heightPx } = merged;
  if (widthPx === image.blockWidthPx && heightPx === image.blockHeightPx) return merged;
  throw new DamagedBlock(`it says that it has ${widthPx} x ${heightPx} pixels`);
}

/** @param jpeg as mergeTile gives it. @throws DamagedBlock */
export async function decodeMerged(jpeg: MergedJpeg): Promise<RgbRaster> {
  const decoded = jpeg.componentCount === 3 ? await loadTurboJpeg()?.decode(jpeg.bytes, jpeg) : undefined;
  if (decoded === 'damaged') throw new DamagedBlock('its JPEG data are damaged');
  return decoded ?? decode(jpeg.bytes);
}

/** Grey and three-colour JPEG, without the way through libtiff.
 *  @returns undefined for other numbers of colours */
async function decodeJpegTile({
  blocks,
  image,
  iccProfile,
  transform,
}: CodedBlocks): Promise<RgbRaster | undefined> {
  const tile = blocks[0] ?? Buffer.alloc(0);
  const merged = mergeTile(tile, image, undefined);
  if (merged.componentCount === 1)
    return decodeMerged(iccProfile === undefined ? merged : mergeTile(tile, image, iccProfile));
  if (merged.componentCount !== 3) return undefined;
  const pixels = await decodeMerged(merged);
  transform?.transformInPlace(pixels.data);
  return pixels;
}

/** Tiles of red, green and blue that lie apart: libvips reads such planes one by one only. */
async function decodePlanes(coded: CodedBlocks): Promise<RgbRaster> {
  const { coding, blockWidthPx: widthPx, blockHeightPx: heightPx } = coded.image;
  const bitsPerSample = coding.bitsPerSample.slice(0, 1);
  const sampleFormat = coding.sampleFormat.slice(0, 1);
  const grey = { photometric: 1, planarConfiguration: 1, samplesPerPixel: 1, bitsPerSample, sampleFormat };
  const image = { ...coded.image, coding: { ...coding, ...grey } };
  const planes = await Promise.all(
    coded.blocks.map((block) =>
      decodeTile({ ...coded, image, blocks: [block], iccProfile: undefined, transform: undefined }),
    ),
  );
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (const [channel, plane] of planes.entries())
    for (let at = channel; at < data.length; at += 3) data[at] = plane.data[at] as number;
  coded.transform?.transformInPlace(data);
  return { widthPx, heightPx, data };
}

function isRgbOfBytes({ coding }: TiffImage): boolean {
  const { photometric, samplesPerPixel, bitsPerSample } = coding;
  return photometric === 2 && samplesPerPixel === 3 && bitsPerSample.every((bits) => bits === 8);
}

/** Plain RGB is brought to sRGB with the table, the rest by libvips, which reads the profile anew every time.
 *  @param again the blocks in another coding, or undefined to take them as they are */
async function decodeByLibtiff(
  { image, blocks, isLittleEndian, iccProfile, transform }: CodedBlocks,
  again: ReturnType<typeof packAgain> | undefined,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): Promise<RgbRaster> {
  const { isTiled, blockWidthPx, blockHeightPx, coding } = image;
  const isPlainRgb = isRgbOfBytes(image);
  const pixels = await decode(
    wrapTiff({
      isLittleEndian,
      widthPx,
      heightPx,
      isTiled,
      blockWidthPx,
      blockHeightPx,
      coding,
      iccProfile: isPlainRgb ? undefined : iccProfile,
      blocks,
      ...again,
    }),
  );
  if (pixels.widthPx !== widthPx || pixels.heightPx !== heightPx)
    throw new DamagedBlock(`it has ${pixels.widthPx} x ${pixels.heightPx} pixels`);
  if (isPlainRgb) transform?.transformInPlace(pixels.data);
  return pixels;
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
