import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

/** A process that holds something, as it is written down for others. */
export const processHolderSchema = z.object({
  processId: z.int().positive(),
  started: z.string().optional(),
  host: z.string(),
});
export type ProcessHolder = z.infer<typeof processHolderSchema>;

export function thisProcess(): ProcessHolder {
  return { processId: process.pid, started: readProcessStart(process.pid), host: hostname() };
}

/** What tells a process from a later one with the same number: boot and start time. Undefined where the
 *  system has no /proc, or when there is no such process (or only its unreaped remains). */
export function readProcessStart(processId: number): string | undefined {
  const status = readIfThere(`/proc/${processId}/stat`);
  const boot = readIfThere('/proc/sys/kernel/random/boot_id');
  if (status === undefined || boot === undefined) return undefined;
  // proc(5): "pid (name) state …"; the name may hold blanks and brackets. State is field 3, start time field 22.
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const startTicks = fields[19];
  if (state === 'Z' || state === 'X' || startTicks === undefined) return undefined;
  return `${boot.trim()}:${startTicks}`;
}

/** True while a process of this machine lives.
 *  @param started what readProcessStart said of it; undefined when it could not say: then the number decides */
export function isProcessAlive(processId: number, started: string | undefined): boolean {
  if (started !== undefined) return readProcessStart(processId) === started;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // no such process, or no /proc: both mean that nothing is known
  }
}
