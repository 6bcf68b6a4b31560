import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Metadata } from 'sharp';
import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { readFailure } from './fileFailure.ts';
import { refuseHugeImage } from './imageLimits.ts';
import { sharp } from './sharpLibrary.ts';

/** Decodes JPEG, PNG, TIFF and WebP as described at readImage; of several pages the first.
 *  @throws LabError 'file-missing' | 'slide-unreadable' | 'image-too-large' */
export async function decodeWithSharp(path: string): Promise<RgbRaster> {
  const name = basename(path);
  const metadata = await readMetadata(path);
  refuseHugeImage(name, metadata.width, metadata.height);
  refuseMeasurements(name, metadata);
  try {
    return await decode(path);
  } catch (error) {
    throw await describeFailure(error, path);
  }
}

/** limitInputPixels is off because refuseHugeImage has judged the same header with a message for people. */
async function readMetadata(path: string): Promise<Metadata> {
  try {
    return await sharp(path, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw await describeFailure(error, path);
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

async function describeFailure(error: unknown, path: string): Promise<unknown> {
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
