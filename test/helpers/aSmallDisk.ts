import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Whether this process may mount a disk: only root can, and not in every container. */
export const canMount = isMountable();

/** A disk of its own in memory, gone when the test ends. */
export function aSmallDisk(sizeKilobytes: number): {
  readonly folder: string;
  readonly setReadOnly: (isReadOnly: boolean) => void;
} {
  const folder = mount(`size=${sizeKilobytes}k`);
  onTestFinished(() => unmount(folder));
  return {
    folder,
    setReadOnly: (isReadOnly) =>
      void execFileSync('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, folder], { stdio: 'pipe' }),
  };
}

function isMountable(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    unmount(mount('size=64k'));
    return true;
  } catch {
    return false;
  }
}

function mount(options: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'blastscope-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' });
  return folder;
}

function unmount(folder: string): void {
  execFileSync('umount', ['-l', folder], { stdio: 'pipe' });
  rmSync(folder, { recursive: true, force: true });
}
