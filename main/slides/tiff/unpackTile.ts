import { promisify } from 'node:util';
import { deflateSync, inflate, type ZlibOptions, type ZstdOptions, zstdDecompress } from 'node:zlib';
import type { RgbRaster } from '../../domain/raster.ts';
import { DamagedBlock } from './damagedBlock.ts';
import { blockBytes, type TiffCoding, type TiffImage } from './readTiffImage.ts';

/** Unpacks tiles that are not compressed, or by deflate or Zstandard: libtiff passes over deflate's checksum, and
 *  that of sharp knows no Zstandard. A predictor is not undone.
 *  @returns undefined for other compressions
 *  @throws DamagedBlock when a tile has not the bytes that its size makes; none is given room for more */
export async function unpackTile(
  blocks: readonly Buffer[],
  image: TiffImage,
): Promise<readonly Buffer[] | undefined> {
  const unpack = unpackers[image.coding.compression];
  if (unpack === undefined || !image.isTiled) return undefined;
  const wantedBytes = blockBytes(image);
  return Promise.all(
    blocks.map(async (block) => {
      const unpacked = await unpack(block, { maxOutputLength: wantedBytes }).catch((cause: unknown) => {
        throw new DamagedBlock('its data do not unpack', { cause });
      });
      if (unpacked.length === wantedBytes) return unpacked;
      throw new DamagedBlock(`it has ${unpacked.length} of ${wantedBytes} bytes`);
    }),
  );
}

type Unpacker = (block: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const notCompressed = 1;
const deflate = 8;
const horizontal = 2;

const unpackers: Readonly<Record<number, Unpacker>> = {
  [notCompressed]: async (block) => block,
  [deflate]: promisify<Buffer, ZlibOptions, Buffer>(inflate),
  32946: promisify<Buffer, ZlibOptions, Buffer>(inflate),
  50000: promisify<Buffer, ZstdOptions, Buffer>(zstdDecompress),
};

/** What unpackTile unpacked, as libtiff takes it: it undoes the predictor after deflate only. */
export function packAgain(
  unpacked: readonly Buffer[],
  coding: TiffCoding,
): { readonly blocks: readonly Buffer[]; readonly coding: TiffCoding } {
  if (!isPredicted(coding))
    return { blocks: unpacked, coding: { ...coding, compression: notCompressed, predictor: 1 } };
  const blocks = unpacked.map((block) => deflateSync(block, { level: 0 }));
  return { blocks, coding: { ...coding, compression: deflate } };
}

/** Undoes the predictor of 8-bit RGB, if there is one: each value but those of a row's first pixel was stored as
 *  its difference to the one before. */
export function undoPredictorInPlace({ widthPx, heightPx, data }: RgbRaster, coding: TiffCoding): void {
  if (!isPredicted(coding)) return;
  const rowBytes = widthPx * 3;
  for (let y = 0; y < heightPx; y += 1)
    for (let at = y * rowBytes + 3; at < (y + 1) * rowBytes; at += 1)
      data[at] = (data[at] as number) + (data[at - 3] as number);
}

/** Of what is not compressed the tag means nothing. */
function isPredicted({ predictor, compression }: TiffCoding): boolean {
  return predictor === horizontal && compression !== notCompressed;
}
