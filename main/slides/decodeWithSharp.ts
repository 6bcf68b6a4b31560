import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Metadata } from 'sharp';
import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { readFailure } from './fileFailure.ts';
import { refuseHollowImage, refuseHugeImage } from './imageLimits.ts';
import { sharp } from './sharpLibrary.ts';

/** Decodes JPEG, PNG, TIFF and WebP as described at readImage; of several pages the first.
 *  @throws LabError 'file-missing' | 'slide-unreadable' | 'image-too-large' */
export async function decodeWithSharp(
  path: string,
  file: { readonly format: string; readonly sizeBytes: number },
): Promise<RgbRaster> {
  const { width, height } = await readSharpMetadata(path);
  refuseHugeImage(basename(path), { widthPx: width, heightPx: height });
  refuseHollowImage(basename(path), { ...file, widthPx: width, heightPx: height });
  try {
    return await decode(path);
  } catch (error) {
    throw await describeSharpFailure(error, path);
  }
}

/** What an image's header says. limitInputPixels is off because refuseHugeImage judges the size, with a message
 *  for people.
 *  @throws LabError 'file-missing' | 'slide-unreadable', also when its values are measurements without a white */
export async function readSharpMetadata(path: string): Promise<Metadata> {
  try {
    const metadata = await sharp(path, { limitInputPixels: false }).metadata();
    refuseMeasurements(basename(path), metadata);
    return metadata;
  } catch (error) {
    throw await describeSharpFailure(error, path);
  }
}

/** 'warning' is the strictest: libjpeg only warns of damaged data and fills the rest of the image with grey. */
async function decode(path: string): Promise<RgbRaster> {
  const { data, info } = await sharp(path, { failOn: 'warning', limitInputPixels: false })
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
  return new LabError(
    'slide-unreadable',
    `Cannot read ${basename(path)}: the image is damaged or cut short (${said.trim()}). Copy it anew from its source.`,
    { path },
    { cause: error },
  );
}
