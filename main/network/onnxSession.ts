import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
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
export interface OnnxSession extends Pick<OpenedOnnx, 'inputShapes'> {
  /** Runs the graph while this thread goes on; what it is given may be changed meanwhile.
   *  @throws Error of ONNX Runtime */
  run(feeds: OnnxFeeds): Promise<OnnxOutputs>;
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
}

let thread: OnnxThread | undefined;

/** A graph ready to run, on as many threads as the process has cores. Whoever opens it releases it.
 *  @throws LabError 'runtime-missing' where ONNX Runtime has no library for the machine; Error of ONNX Runtime when the
 *  graph is none */
export async function openOnnxSession(onnx: Uint8Array, threads?: number): Promise<OnnxSession> {
  // here, where its failure has a name
  loadOnnxRuntime();
  thread ??= startThread();
  const { ask } = thread;
  const { sessionId, inputShapes } = await ask({
    kind: 'open',
    onnx,
    threads: threads ?? availableParallelism(),
  });
  return {
    inputShapes,
    run: (given) => {
      const feeds = copied(given);
      const moved = Object.values(feeds).map(({ data }) => data.buffer as ArrayBuffer);
      return ask({ kind: 'run', sessionId, feeds }, moved);
    },
    release: () => {
      // of a thread that has ended there is nothing to give back
      ask({ kind: 'release', sessionId }).catch(() => undefined);
    },
  };
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
  let end: Error | undefined;
  // a thread with nothing to do keeps no program running
  const rest = () => {
    if (pending.size === 0) worker.unref();
  };
  const onEnd = (cause: unknown) => {
    end ??= new Error('The thread of ONNX Runtime ended', { cause });
    if (thread === own) thread = undefined;
    for (const { reject } of pending.values()) reject(end);
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
  const own: OnnxThread = {
    ask: (request, moved = []) =>
      new Promise((resolve, reject) => {
        if (end !== undefined) {
          reject(end);
          return;
        }
        const requestId = nextRequestId++;
        pending.set(requestId, { resolve: resolve as Pending['resolve'], reject });
        worker.ref();
        worker.postMessage({ requestId, ...request }, [...moved]);
      }),
  };
  rest();
  return own;
}
