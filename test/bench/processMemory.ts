import { readdirSync, readFileSync } from 'node:fs';
import { LabError } from '../../main/domain/labError.ts';

/** Resident memory of a process, now and at its highest. */
export interface ProcessMemory {
  readonly rssBytes: number;
  readonly peakRssBytes: number;
}

/** Reads VmRSS and VmHWM of /proc/PID/status; undefined when the process is gone.
 *  @throws LabError 'runtime-missing' where there is no /proc */
export function readMemory(pid: number): ProcessMemory | undefined {
  if (process.platform !== 'linux') {
    throw new LabError(
      'runtime-missing',
      'The memory figures of this bench come from /proc: run it on Linux.',
    );
  }
  const status = readOfProcess(() => readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (status === undefined) return undefined;
  return { rssBytes: readKilobytes(status, 'VmRSS'), peakRssBytes: readKilobytes(status, 'VmHWM') };
}

/** Process ids of the children of all threads of a process; empty when it is gone. */
export function listChildPids(pid: number): readonly number[] {
  const lists = readOfProcess(() =>
    readdirSync(`/proc/${pid}/task`).map((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'),
    ),
  );
  return (lists ?? []).flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}

/** undefined when the process, or one of its threads, ended meanwhile. */
function readOfProcess<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH'].includes(String(error.code)))
      return undefined;
    throw error;
  }
}

function readKilobytes(status: string, key: string): number {
  const found = new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(status);
  return Number(found?.[1] ?? 0) * 1024;
}
