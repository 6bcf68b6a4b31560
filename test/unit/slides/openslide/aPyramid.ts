import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SlideEntry } from '../../../../main/domain/slide.ts';
import { sharp } from '../../../../main/slides/sharpLibrary.ts';
import { aFolder } from '../slideFolder.ts';

export const pyramidWidthPx = 700;
export const pyramidHeightPx = 500;

/** Colour of a pixel of the pyramid's full resolution: no two neighbours are alike. */
export function pyramidPixel(x: number, y: number): readonly [number, number, number] {
  return [(x * 7) & 255, (y * 5) & 255, 120 + (((x >> 4) ^ (y >> 4)) & 63)];
}

function pyramidImage(): ReturnType<typeof sharp> {
  const data = Buffer.alloc(pyramidWidthPx * pyramidHeightPx * 3);
  for (let i = 0; i < pyramidWidthPx * pyramidHeightPx; i += 1)
    data.set(pyramidPixel(i % pyramidWidthPx, Math.floor(i / pyramidWidthPx)), i * 3);
  return sharp(data, { raw: { width: pyramidWidthPx, height: pyramidHeightPx, channels: 3 } });
}

/** A pyramid of lossless tiles of 64 px, 700 x 500 px, in a folder of its own. */
export async function aPyramid(): Promise<SlideEntry> {
  return writePyramid(pyramidImage());
}

/** The same colours, stored in the colour space Display P3. */
export async function aPyramidInP3(): Promise<SlideEntry> {
  return writePyramid(pyramidImage().withIccProfile('p3'));
}

/** The same with the data of one tile of the full resolution overwritten.
 *  @param tile its number, row by row */
export async function aDamagedPyramid(tile: number): Promise<SlideEntry> {
  const entry = await aPyramid();
  const bytes = await readFile(entry.path);
  const { at, length } = findTile(bytes, tile);
  bytes.fill(0xa5, at + 4, at + length - 4);
  await writeFile(entry.path, bytes);
  return entry;
}

/** The same with a header that claims another width. */
export async function aPyramidThatClaims(widthPx: number): Promise<SlideEntry> {
  const entry = await aPyramid();
  const bytes = await readFile(entry.path);
  const longType = 4;
  const at = findTag(bytes, 256);
  bytes.writeUInt16LE(longType, at + 2);
  bytes.writeUInt32LE(widthPx, at + 8);
  await writeFile(entry.path, bytes);
  return entry;
}

async function writePyramid(image: ReturnType<typeof sharp>): Promise<SlideEntry> {
  const folder = await aFolder();
  const path = join(folder, 'pyramid.tif');
  await image
    .tiff({ tile: true, tileWidth: 64, tileHeight: 64, pyramid: true, compression: 'deflate' })
    .toFile(path);
  return { name: 'pyramid.tif', path, kind: 'image-file' };
}

/** Where a tile of the first directory of a little-endian TIFF lies. */
function findTile(bytes: Buffer, tile: number): { readonly at: number; readonly length: number } {
  const offsets = bytes.readUInt32LE(findTag(bytes, 324) + 8);
  const lengths = bytes.readUInt32LE(findTag(bytes, 325) + 8);
  return { at: bytes.readUInt32LE(offsets + tile * 4), length: bytes.readUInt32LE(lengths + tile * 4) };
}

/** Where an entry of the first directory begins. */
function findTag(bytes: Buffer, tag: number): number {
  const directoryAt = bytes.readUInt32LE(4);
  for (let entry = 0; entry < bytes.readUInt16LE(directoryAt); entry += 1) {
    const at = directoryAt + 2 + entry * 12;
    if (bytes.readUInt16LE(at) === tag) return at;
  }
  throw new Error(`The pyramid has no tag ${tag}`);
}
