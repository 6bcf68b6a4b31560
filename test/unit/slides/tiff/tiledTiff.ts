import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RgbRaster } from '../../../../main/domain/raster.ts';
import { sharp } from '../../../../main/slides/sharpLibrary.ts';
import type { SlideSource } from '../../../../main/slides/slideSource.ts';
import { readTiffDirectories } from '../../../../main/slides/tiff/readTiffDirectories.ts';
import { readTiffImage, type TiffImage } from '../../../../main/slides/tiff/readTiffImage.ts';
import { openTiffFile } from '../../../../main/slides/tiff/tiffFile.ts';
import { createTiffSource } from '../../../../main/slides/tiff/tiffSource.ts';
import { aFolder, anImageEntry } from '../slideFolder.ts';

/** Pixels with detail in every tile, always the same. @param channels 1 to 4; the fourth is alpha */
export function aPattern(widthPx: number, heightPx: number, channels: 1 | 3 | 4 = 3): Buffer {
  return Buffer.from(
    Uint8Array.from({ length: widthPx * heightPx * channels }, (_, i) => {
      const [pixel, channel] = [Math.floor(i / channels), i % channels];
      const [x, y] = [pixel % widthPx, Math.floor(pixel / widthPx)];
      return 70 + (((x * 3 + y * 5 + channel * 40 + ((x >> 3) ^ (y >> 3)) * 17) & 255) >> 1);
    }),
  );
}

/** The pattern as a sharp image. */
export function aPatternImage(widthPx: number, heightPx: number, channels: 1 | 3 | 4 = 3) {
  const raw = { width: widthPx, height: heightPx, channels };
  return sharp(aPattern(widthPx, heightPx, channels), { raw });
}

/** Opens the first image of a TIFF file by its tiles, whatever its size; closed after the test. */
export async function openTiles(
  bytes: Uint8Array,
): Promise<{ source: SlideSource; image: TiffImage; path: string }> {
  const folder = await aFolder({ 'a.tif': bytes });
  const path = join(folder, 'a.tif');
  const file = await openTiffFile(path);
  const [first] = await readTiffDirectories(file);
  if (first === undefined) throw new Error('The file has no image');
  const image = await readTiffImage(file, first);
  const source = await createTiffSource(anImageEntry(folder, 'a.tif'), file, {
    format: 'tiled-tiff',
    vendor: 'generic-tiff',
    levels: [image],
    associatedImages: new Map(),
    pixelSize: undefined,
    objectivePower: undefined,
  });
  onTestFinished(() => source.dispose());
  return { source, image, path };
}

/** A whole level of a slide. */
export async function readLevel(source: SlideSource, level = 0): Promise<RgbRaster> {
  const size = source.info.levels[level];
  if (size === undefined) throw new Error(`There is no level ${level}`);
  const { widthPx, heightPx } = size;
  return source.readRegion({ level, xPx: 0, yPx: 0, widthPx, heightPx });
}

/** What sharp decodes of the whole file. @param page of a pyramid */
export async function decodeWithSharp(bytes: Uint8Array | string, page = 0): Promise<Buffer> {
  return sharp(bytes, { page, limitInputPixels: false })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer();
}

/** The largest difference between two images' values. */
export function largestDifference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
}

/** Overwrites bytes of a file. */
export async function overwrite(path: string, at: number, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(bytes, 0, bytes.length, at);
  await file.close();
}
