import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { decodeBmp } from './decodeBmp.ts';
import { decodeWithSharp } from './decodeWithSharp.ts';

import { readFailure, throwIfCancelled } from './fileFailure.ts';
import { sniffImageFormat } from './imageFormat.ts';
import { refuseHugeFile } from './imageLimits.ts';

/** Decodes an image file to 8-bit sRGB, whatever it holds: 16-bit values are divided by 256, CMYK, grey and
 *  palettes converted, an ICC profile applied, alpha laid over white. The contents decide the format, not the
 *  extension. EXIF orientation is applied, as viewers, browsers and OpenCV do: the raster is upright, and the
 *  coordinates of cells refer to it, not to the order of pixels in the file.
 *  @throws LabError 'file-missing' | 'slide-unreadable' | 'image-too-large' | 'cancelled'; a truncated file
 *  is unreadable, never half an image */
export async function readImage(path: string, signal?: AbortSignal): Promise<RgbRaster> {
  const name = basename(path);
  throwIfCancelled(signal, name);
  const { format, sizeBytes } = await readHead(path);
  switch (format) {
    case 'empty':
      throw new LabError(
        'slide-unreadable',
        `Cannot read ${name}: the file is empty (0 bytes). Copy it anew from the camera.`,
        { path },
      );
    case 'unknown':
      throw new LabError(
        'slide-unreadable',
        `Cannot read ${name}: its contents are not a JPEG, PNG, BMP or TIFF image. Export it as one of these.`,
        { path, sizeBytes },
      );
    case 'bmp': {
      refuseHugeFile(name, sizeBytes);
      const bytes = await readFile(path, { signal }).catch((error: unknown) => {
        throw readFailure(error, path);
      });
      return decodeBmp(bytes, name);
    }
    default: {
      const pixels = await decodeWithSharp(path);
      throwIfCancelled(signal, name);
      return pixels;
    }
  }
}

async function readHead(path: string) {
  let file: FileHandle | undefined;
  try {
    // asked before opening: opening a pipe would wait for ever
    if (!(await stat(path)).isFile()) throw notAFile(path);
    file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return {
      format: sniffImageFormat(buffer.subarray(0, bytesRead)),
      sizeBytes: (await file.stat()).size,
    };
  } catch (error) {
    throw readFailure(error, path);
  } finally {
    await file?.close();
  }
}

function notAFile(path: string): LabError {
  return new LabError(
    'slide-unreadable',
    `Cannot read ${basename(path)}: it is a folder or a device, not an image file. Rename or remove it.`,
    { path },
  );
}
