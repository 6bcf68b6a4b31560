import { basename } from 'node:path';
import { LabError } from '../domain/labError.ts';
import { readFailure } from './fileFailure.ts';
import { imageKinds } from './imageFileName.ts';
import { type ImageFormat, sniffImageFormat } from './imageFormat.ts';
import { openPlainFile } from './openPlainFile.ts';

/** A file that begins as an image. */
export interface SniffedImage {
  readonly format: Exclude<ImageFormat, 'empty' | 'unknown'>;
  readonly sizeBytes: number;
  /** its first bytes, at most `headBytes` */
  readonly head: Buffer;
}

/** Tells an image by its first bytes, whatever its extension.
 *  @throws LabError 'file-missing' | 'slide-unreadable' when it is none */
export async function sniffImageFile(path: string, headBytes = 16): Promise<SniffedImage> {
  const { handle, sizeBytes } = await openPlainFile(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const head = buffer.subarray(0, bytesRead);
    const format = sniffImageFormat(head.subarray(0, 16));
    if (format === 'empty' || format === 'unknown') throw notAnImage(path, format);
    return { format, sizeBytes, head };
  } catch (error) {
    throw readFailure(error, path);
  } finally {
    await handle.close();
  }
}

function notAnImage(path: string, format: 'empty' | 'unknown'): LabError {
  const said =
    format === 'empty'
      ? 'the file is empty (0 bytes). Copy it anew from its source'
      : `its contents are not a ${imageKinds} image. Export it as one of these`;
  return new LabError('slide-unreadable', `Cannot read ${basename(path)}: ${said}.`, { path });
}
