import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readFailure } from './fileFailure.ts';
import { refuseHugeFile } from './imageLimits.ts';

/** The bytes of an image file that is decoded from memory.
 *  @throws LabError 'file-missing' | 'slide-unreadable' | 'image-too-large' | 'cancelled' */
export async function readWholeFile(path: string, sizeBytes: number, signal?: AbortSignal): Promise<Buffer> {
  refuseHugeFile(basename(path), sizeBytes);
  try {
    return await readFile(path, { signal });
  } catch (error) {
    throw readFailure(error, path);
  }
}
