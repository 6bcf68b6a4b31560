import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LabError } from '../domain/labError.ts';
import { readFailure } from './fileFailure.ts';

/** Opens a file for positioned reads; whoever opens it closes the handle.
 *  @throws LabError 'file-missing' | 'slide-unreadable' when it is no file or may not be opened */
export async function openPlainFile(
  path: string,
): Promise<{ readonly handle: FileHandle; readonly sizeBytes: number }> {
  let handle: FileHandle | undefined;
  try {
    // asked before opening: opening a pipe would wait for ever
    if (!(await stat(path)).isFile()) throw notAFile(path);
    handle = await open(path);
    return { handle, sizeBytes: (await handle.stat()).size };
  } catch (error) {
    await handle?.close();
    throw readFailure(error, path);
  }
}

function notAFile(path: string): LabError {
  return new LabError(
    'slide-unreadable',
    `Cannot read ${basename(path)}: it is a folder or a device, not an image file. Rename or remove it.`,
    { path },
  );
}
