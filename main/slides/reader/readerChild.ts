import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError, type LabErrorCode } from '../../domain/labError.ts';
import { cacheFolder } from '../../setup/runtimePaths.ts';
import { throwIfCancelled } from '../fileFailure.ts';
import { lostReader, type ReaderLoss } from './lostReader.ts';
import { type ProgressWatch, watchProgress } from './progressWatch.ts';
import type { ReaderReply, ReaderRequest, ReaderWork } from './readerMessages.ts';
import { untilAborted } from './untilAborted.ts';

/** A process that reads one slide. */
export interface ReaderChild {
  /** false once it is gone; it does not come back */
  isAlive(): boolean;
  /** Has the process do one thing. A caller that aborts is let go at once.
   *  @throws LabError of the work itself | 'slide-reader-lost' | 'cancelled' */
  run(work: ReaderWork, order: ReaderOrder): Promise<unknown>;
  /** Ends the process; what still runs rejects. Resolves when it is gone. */
  end(): Promise<void>;
}

interface ReaderOrder {
  readonly slideName: string;
  /** how long the work may take once it has begun, or wait while nothing else comes to an end */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

interface ReaderChildSettings {
  readonly processPath: string;
  readonly memoryLimitBytes: number;
}

interface PendingWork {
  readonly settle: (outcome: { readonly result: unknown } | { readonly failure: Error }) => void;
  readonly slideName: string;
  readonly watch: ProgressWatch;
  hasBegun: boolean;
}

/** Loading the libraries takes 0.2 s; on a machine that is busy with a scan many times that. */
const startingMs = 30_000;
/** The process closes its slide and ends by itself; then it is killed. */
const endingMs = 2000;
/** JavaScript's own memory; pixels lie outside of it. */
const heapLimitMb = 512;
/** Pixels count towards the next collection of garbage: with V8's usual growth one came every twenty tiles and held
 *  them up for 10 ms. With this it is every hundred, for 50 MB more. */
const heapGrowingPercent = 400;
/** More threads than a scan's cores: one that waits for the disk must not hold up the encoder. */
const nativeThreadCount = 8;

export const readerProcessPath: string = fileURLToPath(new URL('./readerProcess.ts', import.meta.url));

/** Starts a process; it is usable at once and waits for its libraries by itself. It does not keep this one alive
 *  while it has nothing to do. */
export function startReaderChild({ processPath, memoryLimitBytes }: ReaderChildSettings): ReaderChild {
  const process = forkProcess(processPath, memoryLimitBytes);
  const pending = new Map<number, PendingWork>();
  const lastWords = rememberLastWords(process);
  let loss: ReaderLoss | undefined;
  let isReady = false;
  let nextRequestId = 1;
  const gone = new Promise<void>((resolve) => {
    process.once('error', (cause) => {
      lose({ kind: 'unstarted', exit: cause.message, lastWords: lastWords() });
      resolve();
    });
    process.once('exit', (code, signalName) => {
      const exit = signalName ?? `exit code ${code}`;
      if (isReady) lose(explainCrash(exit, lastWords(), memoryLimitBytes));
      else lose({ kind: 'unstarted', exit, lastWords: lastWords() });
      resolve();
    });
  });
  const ready = new Promise<void>((resolve) => {
    process.on('message', (message) => {
      const reply = message as ReaderReply;
      if (reply.kind !== 'ready') return receive(reply);
      isReady = true;
      resolve();
    });
    void gone.then(resolve);
  });

  function receive(reply: Exclude<ReaderReply, { readonly kind: 'ready' }>): void {
    if (reply.kind === 'overfull') {
      kill({ kind: 'overfull', limitBytes: memoryLimitBytes });
      return;
    }
    const work = pending.get(reply.requestId);
    if (reply.kind === 'began') {
      if (work !== undefined) work.hasBegun = true;
      work?.watch.noteProgress();
      return;
    }
    for (const other of pending.values()) if (!other.hasBegun) other.watch.noteProgress();
    pending.delete(reply.requestId);
    work?.settle(reply.kind === 'result' ? { result: reply.result } : { failure: errorOfReply(reply) });
  }

  function kill(reason: ReaderLoss): void {
    process.kill('SIGKILL');
    lose(reason);
  }

  function lose(reason: ReaderLoss): void {
    loss ??= reason;
    const works = [...pending.values()];
    pending.clear();
    for (const { settle, slideName } of works) settle({ failure: lostReader(slideName, loss) });
  }

  function send(request: ReaderRequest): void {
    // a message to a process that is just dying is lost; its work is rejected when it is gone
    if (process.connected) process.send(request, () => undefined);
  }

  async function untilReady({ slideName, signal }: ReaderOrder): Promise<void> {
    const watch = watchProgress(startingMs, () => kill({ kind: 'silent', timeoutMs: startingMs }));
    try {
      await untilAborted(ready, { name: slideName, signal });
    } finally {
      watch.end();
    }
    if (loss !== undefined) throw lostReader(slideName, loss);
  }

  return {
    isAlive: () => loss === undefined,
    async run(work, order) {
      const { slideName, timeoutMs, signal } = order;
      throwIfCancelled(signal, slideName);
      await untilReady(order);
      const requestId = nextRequestId++;
      const answered = new Promise<unknown>((resolve, reject) => {
        const watch = watchProgress(timeoutMs, () => kill({ kind: 'silent', timeoutMs }));
        pending.set(requestId, {
          slideName,
          watch,
          hasBegun: false,
          settle: (outcome) => {
            watch.end();
            if ('result' in outcome) resolve(outcome.result);
            else reject(outcome.failure);
          },
        });
        send({ ...work, requestId } as ReaderRequest);
      });
      return untilAborted(answered, {
        name: slideName,
        signal,
        onAbort: () => send({ kind: 'cancel', requestId }),
      });
    },
    async end() {
      lose({ kind: 'closed' });
      if (process.connected) process.disconnect();
      const killer = setTimeout(() => process.kill('SIGKILL'), endingMs);
      await gone;
      clearTimeout(killer);
    },
  };
}

function forkProcess(processPath: string, memoryLimitBytes: number): ChildProcess {
  const child = fork(processPath, [String(memoryLimitBytes)], {
    execPath: process.execPath,
    execArgv: [`--max-old-space-size=${heapLimitMb}`, `--heap-growing-percent=${heapGrowingPercent}`],
    env: {
      ...process.env,
      UV_THREADPOOL_SIZE: String(nativeThreadCount),
      // half of a start is compiling: what one process has compiled the next one loads
      NODE_COMPILE_CACHE: join(cacheFolder(), 'compiled'),
      // the C library keeps memory for each thread that ever asked for some; pixels come and go on all of them. With
      // fewer than 4 shares threads wait for each other: a tenth fewer tiles
      MALLOC_ARENA_MAX: '4',
    },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.unref();
  child.channel?.unref();
  return child;
}

/** What decoders write about damaged files is noise, until one of them crashes.
 *  @returns the end of what the process has written to its error output */
function rememberLastWords({ stderr }: ChildProcess): () => string {
  const mostCharacters = 2000;
  let words = '';
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-mostCharacters);
  });
  if (stderr !== null && 'unref' in stderr && typeof stderr.unref === 'function') stderr.unref();
  return () => words.trim();
}

function explainCrash(exit: string, lastWords: string, memoryLimitBytes: number): ReaderLoss {
  const isHeapFull = /heap out of memory|Array buffer allocation failed/.test(lastWords);
  return isHeapFull
    ? { kind: 'overfull', limitBytes: memoryLimitBytes }
    : { kind: 'crashed', exit, lastWords };
}

function errorOfReply(reply: Extract<ReaderReply, { readonly kind: 'failure' }>): Error {
  if (reply.code !== undefined) return new LabError(reply.code as LabErrorCode, reply.message, reply.details);
  const bug = new Error(`In the process that reads the slide: ${reply.message}`);
  if (reply.stack !== undefined) bug.stack = reply.stack;
  return bug;
}
