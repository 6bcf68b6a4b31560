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

/** A thread of this process in which ONNX Runtime works. */
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

/** Two pieces of work side by side on half of the cores each take a tenth less than one after the other on all: no core
 *  waits for the others' shares, and this program's own work takes turns with one of them only. */
const lanes: readonly Lane[] = [
  { thread: undefined, owed: 0 },
  { thread: undefined, owed: 0 },
];

interface Lane {
  thread: OnnxThread | undefined;
  /** answers that are waited for, of all graphs */
  owed: number;
}

/** A graph ready to run, in two threads that share the cores: what is asked for goes to the one that owes less. Whoever opens
 *  it releases it. Where a thread is lost (memory), what runs there is lost with it, and the next run opens the graph anew.
 *  @throws LabError 'runtime-missing' where ONNX Runtime has no library for the machine; Error of ONNX Runtime when the
 *  graph is none */
export async function openOnnxSession(
  onnx: Uint8Array,
  threads = availableParallelism(),
): Promise<OnnxSession> {
  // here, where its failure has a name
  loadOnnxRuntime();
  const used = lanes.slice(0, threads);
  const inLanes = used.map((lane) => openInLane(lane, onnx, Math.ceil(threads / used.length)));
  const [first] = inLanes;
  if (first === undefined) throw new Error('ONNX Runtime needs a thread');
  // of a graph that is none all fail alike
  await Promise.all(inLanes.map(({ opened }) => opened));
  const { inputShapes, inputTypes } = await first.opened;
  const runWithOwn: OnnxSession['runWithOwn'] = async (feeds) => {
    const freest = inLanes.reduce((best, one) => (one.lane.owed < best.lane.owed ? one : best), first);
    freest.lane.owed += 1;
    try {
      return await freest.run(feeds);
    } finally {
      freest.lane.owed -= 1;
    }
  };
  return {
    inputShapes,
    inputTypes,
    // copied before anything is waited for: the caller may change it
    run: (feeds) => runWithOwn(copied(feeds)),
    runWithOwn,
    release: () => {
      for (const { release } of inLanes) release();
    },
  };
}

/** A graph in one of the threads. */
function openInLane(lane: Lane, onnx: Uint8Array, threads: number) {
  const open = async (): Promise<Opened> => {
    const owner = lane.thread === undefined || lane.thread.hasEnded() ? startThread() : lane.thread;
    lane.thread = owner;
    return { owner, ...(await owner.ask({ kind: 'open', onnx, threads })) };
  };
  let opening = open();
  const current = async (): Promise<Opened> => {
    const before = opening;
    const opened = await before;
    if (!opened.owner.hasEnded()) return opened;
    if (opening === before) opening = open();
    return current();
  };
  return {
    lane,
    opened: opening,
    run: async (feeds: OnnxFeeds): Promise<OnnxOutputs> => {
      const moved = Object.values(feeds).map(({ data }) => data.buffer as ArrayBuffer);
      const { owner, sessionId } = await current();
      return owner.ask({ kind: 'run', sessionId, feeds }, moved);
    },
    release: () => {
      // of a thread that has ended there is nothing to give back
      opening
        .then(({ owner, sessionId }) => owner.ask({ kind: 'release', sessionId }))
        .catch(() => undefined);
    },
  };
}

/** Ends the threads, if there are any; sessions start others when they are run. */
export async function endOnnxThreads(): Promise<void> {
  await Promise.all(lanes.map(({ thread }) => thread?.end()));
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
