import { statfs } from 'node:fs/promises';
import { LabError } from '../domain/labError.ts';
import { formatBytes } from './setupProgress.ts';

/** Left free beside what is installed, so that the machine stays usable. */
const reserveBytes = 200_000_000;

/** Bytes that this user may still write on the disk of an existing folder. */
export async function readFreeBytes(folder: string): Promise<number> {
  const disk = await statfs(folder);
  return disk.bavail * disk.bsize;
}

/** @throws LabError 'disk-full' saying how much is missing */
export function assertFreeDisk(folder: string, freeBytes: number, neededBytes: number): void {
  const missingBytes = neededBytes + reserveBytes - freeBytes;
  if (missingBytes <= 0) return;
  throw new LabError(
    'disk-full',
    `Set-up needs ${formatBytes(neededBytes + reserveBytes)} in ${folder}, where ${formatBytes(freeBytes)} are free. ` +
      `Free ${formatBytes(missingBytes)}, or set BLASTSCOPE_CACHE to a folder on another disk.`,
    { folder, freeBytes, neededBytes, missingBytes },
  );
}
