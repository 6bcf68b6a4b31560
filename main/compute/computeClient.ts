import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LabError, type LabErrorCode } from '../domain/labError.ts';
import { forwardLog } from './forwardLog.ts';
import type {
  ComputeJobName,
  ComputeJobs,
  ComputeProgress,
  ComputeReplyMessage,
  ComputeRequestMessage,
} from './messages.ts';
import { type JobLimits, watchJob } from './watchJob.ts';

export type { JobLimits } from './watchJob.ts';

export interface ComputeOptions {
  readonly onProgress?: ((progress: ComputeProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** a job that goes beyond them is ended with its process, as `compute-process-lost` */
  readonly limits?: JobLimits | undefined;
}

/** The compute process as the rest of the lab sees it. It starts at the first job and again after it was lost. */
export interface ComputeClient {
  /** Runs one job in the compute process.
   *  @throws LabError of the job itself
   *  @throws LabError 'compute-process-lost' when the process died before the job was done
   *  @throws LabError 'cancelled' when the signal was aborted; the job has stopped by then */
  run<Job extends ComputeJobName>(
    job: Job,
    request: ComputeJobs[Job]['request'],
    options?: ComputeOptions,
  ): Promise<ComputeJobs[Job]['result']>;
  /** Ends the process; jobs still running reject. Resolves when it is gone. */
  dispose(): Promise<void>;
}

interface PendingJob {
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: Error) => void;
  readonly onProgress: ((progress: ComputeProgress) => void) | undefined;
}

export interface ComputeClientSettings {
  /** the program of the compute process; another one only in tests */
  readonly processPath?: string;
  /** how long a cancelled job may take to stop before the process is killed */
  readonly cancelGraceMs?: number;
}

/** A job looks at its signal at least once a training batch or field; this is many times that. */
const defaultCancelGraceMs = 60_000;

/** A client whose process runs on the Node binary of this one. Whoever creates it disposes of it. */
export function createComputeClient(settings: ComputeClientSettings = {}): ComputeClient {
  const processPath = settings.processPath ?? fileURLToPath(new URL('./computeProcess.ts', import.meta.url));
  const cancelGraceMs = settings.cancelGraceMs ?? defaultCancelGraceMs;
  const pending = new Map<number, PendingJob>();
  /** why processes were ended from here */
  const endedFor = new WeakMap<ChildProcess, string>();
  let child: ChildProcess | undefined;
  let nextJobId = 1;

  function ensureStarted(): ChildProcess {
    if (child !== undefined) return child;
    const started = startProcess(processPath);
    child = started;
    started.on('message', (message) => settle(pending, message as ComputeReplyMessage));
    const onGone = (reason: string) => {
      if (child === started) child = undefined;
      rejectAll(pending, endedFor.get(started) ?? reason);
    };
    started.once('error', (cause) => onGone(cause.message));
    started.once('exit', (code, signalName) => onGone(`exit ${signalName ?? code}`));
    return started;
  }

  function run(job: ComputeJobName, request: unknown, options: ComputeOptions = {}): Promise<unknown> {
    const { signal } = options;
    if (signal?.aborted) return Promise.reject(cancelledError());
    const process = ensureStarted();
    const jobId = nextJobId++;
    return new Promise<unknown>((resolve, reject) => {
      const cancel = () => {
        send(process, { kind: 'cancel', jobId });
        killLater(process, cancelGraceMs, () => pending.has(jobId));
      };
      signal?.addEventListener('abort', cancel, { once: true });
      const watch = watchJob(options.limits ?? {}, {
        processId: process.pid,
        onBreach: (reason) => {
          endedFor.set(process, reason);
          process.kill('SIGKILL');
        },
      });
      const settled = () => {
        watch.stop();
        signal?.removeEventListener('abort', cancel);
      };
      pending.set(jobId, {
        resolve: (result) => {
          settled();
          resolve(result);
        },
        reject: (reason) => {
          settled();
          reject(signal?.aborted ? cancelledError(reason) : reason);
        },
        onProgress: (progress) => {
          watch.sawProgress();
          options.onProgress?.(progress);
        },
      });
      send(process, { kind: 'start', jobId, job, request });
    });
  }

  async function dispose(): Promise<void> {
    const process = child;
    child = undefined;
    rejectAll(pending, 'the compute process was closed');
    if (process !== undefined) await endProcess(process);
  }

  return { run: run as ComputeClient['run'], dispose };
}

/* What keeps the memory of a process that works for nights as it was after its first slides: JavaScript's young objects
 * are given 12 MB, which would grow to 48, and glibc, where that is the system's library, two pools, not one for each of
 * the dozen threads on which images come and go. Its 30 MB of objects are looked through at once: in steps, which spare a
 * window its pauses, images that come and go have them looked through three times as often. */
export const memoryHabits = {
  execArgv: ['--max-semi-space-size=4', '--no-incremental-marking'],
  env: { MALLOC_ARENA_MAX: '2' },
} as const;

function startProcess(processPath: string): ChildProcess {
  const child = fork(processPath, [], {
    execPath: process.execPath,
    execArgv: [...memoryHabits.execArgv],
    serialization: 'advanced',
    env: { ...process.env, ...memoryHabits.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // stdout belongs to the data of the command line: what native code prints goes to stderr
  forwardLog(child.stdout, process.stderr);
  forwardLog(child.stderr, process.stderr);
  return child;
}

/** A message to a process that is just dying is lost; its jobs are rejected when it is gone. */
function send(process: ChildProcess, message: ComputeRequestMessage): void {
  if (process.connected) process.send(message, () => undefined);
}

function settle(pending: Map<number, PendingJob>, message: ComputeReplyMessage): void {
  const job = pending.get(message.jobId);
  if (job === undefined) return;
  if (message.kind === 'progress') {
    job.onProgress?.(message.progress);
    return;
  }
  pending.delete(message.jobId);
  if (message.kind === 'result') job.resolve(message.result);
  else job.reject(errorOfReply(message));
}

function errorOfReply(reply: Extract<ComputeReplyMessage, { kind: 'failure' }>): Error {
  if (reply.code === undefined) {
    const bug = new Error(`In the compute process: ${reply.message}`);
    if (reply.stack !== undefined) bug.stack = reply.stack;
    return bug;
  }
  return new LabError(reply.code as LabErrorCode, reply.message, reply.details);
}

function rejectAll(pending: Map<number, PendingJob>, reason: string): void {
  const jobs = [...pending.values()];
  pending.clear();
  for (const job of jobs) {
    job.reject(
      new LabError(
        'compute-process-lost',
        `The compute process ended before its work was done (${reason}). Nothing was saved of it; try again. ` +
          'If it happens again, free memory or run `npm run lab -- diagnose`.',
        { reason },
      ),
    );
  }
}

function cancelledError(cause?: unknown): LabError {
  if (cause instanceof LabError && cause.code === 'cancelled') return cause;
  return new LabError('cancelled', 'Stopped before it was done.', {}, { cause });
}

/** Kills a process whose job ignores its cancellation. */
function killLater(child: ChildProcess, graceMs: number, isStillRunning: () => boolean): void {
  const timer = setTimeout(() => {
    if (isStillRunning()) child.kill('SIGKILL');
  }, graceMs);
  timer.unref();
}

/** The process leaves when its channel closes; what is busy in native code is killed. */
function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const killTimer = setTimeout(() => child.kill('SIGKILL'), 500);
    child.once('exit', () => {
      clearTimeout(killTimer);
      resolve();
    });
    if (child.connected) child.disconnect();
  });
}
