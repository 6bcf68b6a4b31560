import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { LabError } from '../domain/labError.ts';
import type {
  OnnxAnswers,
  OnnxFeeds,
  OnnxOutputs,
  OnnxReply,
  OnnxRequest,
  OpenedOnnx,
} from './onnxMessages.ts';
import { loadOnnxRuntime } from './onnxRuntime.ts';

/** A graph ready to run. */
export interface OnnxSession extends Pick<OpenedOnnx, 'inputShapes' | 'inputTypes'> {
  /** Runs the graph while this thread goes on; what it is given may be changed meanwhile.
   *  @throws LabError 'compute-process-lost' when the thread of ONNX Runtime ended; Error of ONNX Runtime */
  run(feeds: OnnxFeeds): Promise<OnnxOutputs>;
  /** The same with arrays that fill their buffers and are not used again: they are moved instead of copied. */
  runWithOwn(feeds: OnnxFeeds): Promise<OnnxOutputs>;
  /** Gives its memory back. */
  release(): void;
}

interface Pending {
  readonly resolve: (answer: OnnxAnswers[keyof OnnxAnswers]) => void;
  readonly reject: (reason: Error) => void;
}

/** The thread of this process in which ONNX Runtime works. */
interface OnnxThread {
  ask<Kind extends OnnxRequest['kind']>(
    request: OnnxRequest & { readonly kind: Kind },
    moved?: readonly ArrayBuffer[],
  ): Promise<OnnxAnswers[Kind]>;
  readonly hasEnded: () => boolean;
  end(): Promise<void>;
}

interface Opened extends OpenedOnnx {
  readonly owner: OnnxThread;
}

let thread: OnnxThread | undefined;

/** A graph ready to run, on as many threads as the process has cores. Whoever opens it releases it. Where its thread is lost
 *  (memory), what runs then is lost with it, and the next run opens it anew.
 *  @throws LabError 'runtime-missing' where ONNX Runtime has no library for the machine; Error of ONNX Runtime when the
 *  graph is none */
export async function openOnnxSession(onnx: Uint8Array, threads?: number): Promise<OnnxSession> {
  // here, where its failure has a name
  loadOnnxRuntime();
  const open = async (): Promise<Opened> => {
    if (thread === undefined || thread.hasEnded()) thread = startThread();
    const owner = thread;
    const wanted = { onnx, threads: threads ?? availableParallelism() };
    return { owner, ...(await owner.ask({ kind: 'open', ...wanted })) };
  };
  let opening = open();
  const current = async (): Promise<Opened> => {
    const before = opening;
    const opened = await before;
    if (!opened.owner.hasEnded()) return opened;
    if (opening === before) opening = open();
    return current();
  };
  const { inputShapes, inputTypes } = await opening;
  const runWithOwn: OnnxSession['runWithOwn'] = async (feeds) => {
    const moved = Object.values(feeds).map(({ data }) => data.buffer as ArrayBuffer);
    const { owner, sessionId } = await current();
    return owner.ask({ kind: 'run', sessionId, feeds }, moved);
  };
  return {
    inputShapes,
    inputTypes,
    // copied before anything is waited for: the caller may change it
    run: (feeds) => runWithOwn(copied(feeds)),
    runWithOwn,
    release: () => {
      // of a thread that has ended there is nothing to give back
      opening
        .then(({ owner, sessionId }) => owner.ask({ kind: 'release', sessionId }))
        .catch(() => undefined);
    },
  };
}

/** Ends the thread, if there is one; sessions start another when they are run. */
export async function endOnnxThread(): Promise<void> {
  await thread?.end();
}

/** Copies that hold what goes into the graph and no more: a part of a larger array would take all of it along. */
function copied(feeds: OnnxFeeds): OnnxFeeds {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, feed]) => [name, { ...feed, data: feed.data.slice() }]),
  ) as OnnxFeeds;
}

function startThread(): OnnxThread {
  const worker = new Worker(new URL('./onnxThread.ts', import.meta.url), { execArgv: [] });
  const pending = new Map<number, Pending>();
  let nextRequestId = 1;
  let lost: Error | undefined;
  // a thread with nothing to do keeps no program running
  const rest = () => {
    if (pending.size === 0) worker.unref();
  };
  const onEnd = (cause: unknown) => {
    lost ??= new LabError(
      'compute-process-lost',
      'ONNX Runtime ended before its work was done. Nothing was saved of it; try again. If it happens again, free memory or run ' +
        '`npm run lab -- diagnose`.',
      {},
      { cause },
    );
    for (const { reject } of pending.values()) reject(lost);
    pending.clear();
  };
  worker.on('message', (reply: OnnxReply) => {
    const asked = pending.get(reply.requestId);
    pending.delete(reply.requestId);
    if ('problem' in reply) asked?.reject(new Error(reply.problem));
    else asked?.resolve(reply.answer);
    rest();
  });
  worker.on('error', onEnd);
  worker.on('exit', onEnd);
  rest();
  return {
    ask: (request, moved = []) =>
      new Promise((resolve, reject) => {
        if (lost !== undefined) {
          reject(lost);
          return;
        }
        const requestId = nextRequestId++;
        pending.set(requestId, { resolve: resolve as Pending['resolve'], reject });
        worker.ref();
        worker.postMessage({ requestId, ...request }, [...moved]);
      }),
    hasEnded: () => lost !== undefined,
    end: async () => {
      await worker.terminate();
    },
  };
}
