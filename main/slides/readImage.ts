import { basename } from 'node:path';
import type { RgbRaster } from '../domain/raster.ts';
import { decodeBmp } from './decodeBmp.ts';
import { decodeWithSharp } from './decodeWithSharp.ts';
import { throwIfCancelled } from './fileFailure.ts';
import { readWholeFile } from './readWholeFile.ts';
import { sniffImageFile } from './sniffImageFile.ts';

/** Decodes an image file to 8-bit sRGB, whatever it holds: 16-bit values are divided by 256, CMYK, grey and
 *  palettes converted, an ICC profile applied, alpha laid over white. The contents decide the format, not the
 *  extension. EXIF orientation is applied, as viewers, browsers and OpenCV do: the raster is upright, and the
 *  coordinates of cells refer to it, not to the order of pixels in the file.
 *  @throws LabError 'file-missing' | 'slide-unreadable' | 'image-too-large' | 'cancelled'; a truncated file
 *  is unreadable, never half an image */
export async function readImage(path: string, signal?: AbortSignal): Promise<RgbRaster> {
  const name = basename(path);
  throwIfCancelled(signal, name);
  const { format, sizeBytes } = await sniffImageFile(path);
  switch (format) {
    case 'bmp':
      return decodeBmp(await readWholeFile(path, sizeBytes, signal), name);
    default: {
      const pixels = await decodeWithSharp(path, { format, sizeBytes });
      throwIfCancelled(signal, name);
      return pixels;
    }
  }
}
