import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SlideEntry } from '../../../main/domain/slide.ts';
import { sharp } from '../../../main/slides/sharpLibrary.ts';
import { aRaster } from './aPlaneSource.ts';
import { anImageEntry } from './slideFolder.ts';

/** A real pyramid of JPEG tiles of 128 px, 600 x 500 px: red grows to the right, green downwards. */
export async function writePyramid(folder: string, name: string, blue = 90): Promise<SlideEntry> {
  const { data, widthPx, heightPx } = aRaster(600, 500, (x, y) => [x / 4, y / 4, blue]);
  const bytes = await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .tiff({ compression: 'jpeg', quality: 95, tile: true, tileWidth: 128, tileHeight: 128, pyramid: true })
    .toBuffer();
  await writeFile(join(folder, name), bytes);
  return anImageEntry(folder, name);
}

/** Overwrites the middle of a stored JPEG tile of the full resolution, so that it decodes no more. */
export async function damageStoredTile(entry: SlideEntry, index: number): Promise<void> {
  const bytes = await readFile(entry.path);
  const { offset, length } = findTile(bytes, index);
  bytes.fill(0xff, offset + Math.floor(length / 2), offset + length);
  await writeFile(entry.path, bytes);
}

/** Of a little-endian TIFF's first directory: tags 324 and 325. */
function findTile(bytes: Buffer, index: number) {
  const directory = bytes.readUInt32LE(4);
  const entryOf = (tag: number) => {
    for (let i = 0; i < bytes.readUInt16LE(directory); i += 1) {
      const at = directory + 2 + i * 12;
      if (bytes.readUInt16LE(at) === tag)
        return { type: bytes.readUInt16LE(at + 2), at: bytes.readUInt32LE(at + 8) };
    }
    throw new RangeError(`no tag ${tag}`);
  };
  const numberOf = (tag: number) => {
    const { type, at } = entryOf(tag);
    return type === 3 ? bytes.readUInt16LE(at + index * 2) : bytes.readUInt32LE(at + index * 4);
  };
  return { offset: numberOf(324), length: numberOf(325) };
}
