import { readFile } from 'node:fs/promises';
import { readFailure } from '../slides/fileFailure.ts';

/** The bytes of a file that a person named. @throws LabError 'file-missing' | 'slide-unreadable' */
export async function readInput(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw readFailure(error, path);
  }
}
