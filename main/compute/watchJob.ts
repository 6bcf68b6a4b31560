import { readFileSync } from 'node:fs';

/** What a job of the compute process may do before the process is ended: one slide must not stop a night's batch. */
export interface JobLimits {
  /** longest time without a sign of progress, milliseconds */
  readonly stallMs?: number | undefined;
  /** most memory that the process may hold, bytes; looked at where the system tells (Linux) */
  readonly memoryBytes?: number | undefined;
}

export interface JobWatch {
  /** the job has shown that it goes on */
  sawProgress(): void;
  stop(): void;
}

/** How often a job is looked at, at most. */
const mostIntervalMs = 1000;

/** Looks at a running job until it is stopped.
 *  @param onBreach called once, with the reason for people */
export function watchJob(
  limits: JobLimits,
  given: {
    readonly processId: number | undefined;
    readonly onBreach: (reason: string) => void;
    /** bytes held by the process; another one only in tests */
    readonly readMemory?: (processId: number) => number | undefined;
  },
): JobWatch {
  const { stallMs, memoryBytes } = limits;
  if (stallMs === undefined && memoryBytes === undefined)
    return { sawProgress: () => undefined, stop: () => undefined };
  const readMemory = given.readMemory ?? readResidentBytes;
  let lastAt = performance.now();
  const breach = (reason: string) => {
    clearInterval(timer);
    given.onBreach(reason);
  };
  const look = () => {
    const quietMs = performance.now() - lastAt;
    if (stallMs !== undefined && quietMs > stallMs)
      return breach(`it made no progress for ${formatSeconds(stallMs)}`);
    const held =
      memoryBytes === undefined || given.processId === undefined ? undefined : readMemory(given.processId);
    if (held !== undefined && memoryBytes !== undefined && held > memoryBytes)
      breach(`it held more than the limit of ${(memoryBytes / 1e9).toFixed(1)} GB of memory`);
  };
  const timer = setInterval(look, Math.min(mostIntervalMs, Math.max(10, (stallMs ?? mostIntervalMs) / 4)));
  timer.unref();
  return {
    sawProgress: () => {
      lastAt = performance.now();
    },
    stop: () => clearInterval(timer),
  };
}

/** @returns undefined where the system does not tell, or the process is gone */
function readResidentBytes(processId: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

function formatSeconds(ms: number): string {
  return ms < 120_000 ? `${Number((ms / 1000).toFixed(1))} s` : `${Number((ms / 60_000).toFixed(1))} min`;
}
