import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Metadata } from 'sharp';
import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { readFailure } from './fileFailure.ts';
import { refuseHollowImage, refuseHugeImage } from './imageLimits.ts';
import { readWholeFile } from './readWholeFile.ts';
import { sharp } from './sharpLibrary.ts';
import { loadTurboJpeg } from './turboJpeg.ts';

/** Decodes JPEG, PNG, TIFF and WebP as described at readImage; of several pages the first. Plain JPEG, what cameras write, goes
 *  through libjpeg-turbo itself where that is there: the same pixels in half the time.
 *  @throws LabError 'file-missing' | 'slide-unreadable' | 'image-too-large' */
export async function decodeWithSharp(
  path: string,
  file: { readonly format: string; readonly sizeBytes: number },
): Promise<RgbRaster> {
  // what is looked at and what is decoded are then the same bytes, read once
  const source = file.format === 'jpeg' ? await readWholeFile(path, file.sizeBytes) : path;
  const metadata = await readSharpMetadata(path, source);
  const size = { widthPx: metadata.width, heightPx: metadata.height };
  refuseHugeImage(basename(path), size);
  refuseHollowImage(basename(path), { ...file, ...size });
  if (typeof source !== 'string' && isPlainJpeg(metadata)) {
    const pixels = await loadTurboJpeg()?.decode(source, size);
    if (pixels === 'damaged') throw damagedImage(path, 'pixels are missing or wrong');
    if (pixels !== undefined) return pixels;
  }
  try {
    return await decode(source, path);
  } catch (error) {
    throw await describeSharpFailure(error, path);
  }
}

/** Three colours in rows from above, with no profile: nothing is to be done to the pixels. */
function isPlainJpeg(metadata: Metadata): boolean {
  const { channels, space, hasProfile, orientation = 1, isProgressive } = metadata;
  return channels === 3 && space === 'srgb' && !hasProfile && orientation === 1 && !isProgressive;
}

/** What an image's header says. limitInputPixels is off because refuseHugeImage judges the size, with a message
 *  for people.
 *  @param source the file's bytes, where they have been read
 *  @throws LabError 'file-missing' | 'slide-unreadable', also when its values are measurements without a white */
export async function readSharpMetadata(path: string, source: string | Uint8Array = path): Promise<Metadata> {
  try {
    const metadata = await sharp(source, { limitInputPixels: false }).metadata();
    refuseMeasurements(basename(path), metadata);
    return metadata;
  } catch (error) {
    throw await describeSharpFailure(error, path);
  }
}

/** 'warning' is the strictest: libjpeg only warns of damaged data and fills the rest of the image with grey. */
async function decode(source: string | Uint8Array, path: string): Promise<RgbRaster> {
  const { data, info } = await sharp(source, { failOn: 'warning', limitInputPixels: false })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3)
    throw new LabError(
      'slide-unreadable',
      `Cannot read ${basename(path)}: it has ${info.channels} colour channels. Export it as an RGB image.`,
      { path },
    );
  return { widthPx: info.width, heightPx: info.height, data };
}

/** 32-bit and floating-point TIFF hold measurements on a scale that the file does not tell. */
function refuseMeasurements(name: string, { depth }: Metadata): void {
  if (depth === 'uchar' || depth === 'ushort') return;
  throw new LabError(
    'slide-unreadable',
    `Cannot read ${name}: its values are ${depth}, with no known brightness of white. Export it with 8 or 16 bits a channel.`,
    { depth },
  );
}

/** Turns what libvips says of a file into a LabError; other errors are returned as they are. */
export async function describeSharpFailure(error: unknown, path: string): Promise<unknown> {
  if (error instanceof LabError || !(error instanceof Error)) return error;
  const gone = await access(path).then(
    () => undefined,
    (reason: unknown) => readFailure(reason, path),
  );
  if (gone !== undefined) return gone;
  const said = error.message.split('\n').find((line) => line.trim() !== '') ?? 'unknown fault';
  return damagedImage(path, said.trim(), error);
}

function damagedImage(path: string, said: string, cause?: unknown): LabError {
  return new LabError(
    'slide-unreadable',
    `Cannot read ${basename(path)}: the image is damaged or cut short (${said}). Copy it anew from its source.`,
    { path },
    { cause },
  );
}
