import { type MessagePort, parentPort } from 'node:worker_threads';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { OnnxFeed, OnnxOutputs, OnnxReply, OnnxRequest, OpenedOnnx } from './onnxMessages.ts';
import { loadOnnxRuntime } from './onnxRuntime.ts';

/* Entry point of the thread in which ONNX Runtime works: its run() has the thread until it is done, and the thread that
 * wants an answer shall go on meanwhile. Started by onnxSession. */

const sessions = new Map<number, InferenceSession>();
let nextSessionId = 1;
const port = requirePort();
port.on('message', ({ requestId, ...request }: OnnxRequest & { readonly requestId: number }) => {
  answer(request as OnnxRequest)
    .then(({ value, moved }) => reply({ requestId, answer: value }, moved))
    .catch((error: unknown) =>
      reply({ requestId, problem: error instanceof Error ? error.message : String(error) }, []),
    );
});

interface Answer {
  readonly value: OpenedOnnx | OnnxOutputs | undefined;
  /** memory that goes with it */
  readonly moved: readonly ArrayBuffer[];
}

async function answer(request: OnnxRequest): Promise<Answer> {
  if (request.kind === 'open') return { value: await open(request.onnx, request.threads), moved: [] };
  const session = sessions.get(request.sessionId);
  if (session === undefined) throw new Error('This session was released');
  if (request.kind === 'release') {
    sessions.delete(request.sessionId);
    await session.release();
    return { value: undefined, moved: [] };
  }
  const feeds = Object.fromEntries(
    Object.entries(request.feeds).map(([name, feed]) => [name, tensorOf(feed)]),
  );
  // copied: what the runtime gave cannot be moved to another thread
  const outputs = Object.entries(await session.run(feeds)).map(
    ([name, output]) => [name, floatsOf(name, output).slice()] as const,
  );
  return { value: Object.fromEntries(outputs), moved: outputs.map(([, values]) => values.buffer) };
}

async function open(onnx: Uint8Array, threads: number): Promise<OpenedOnnx> {
  const session = await loadOnnxRuntime().InferenceSession.create(onnx, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // errors only: they come as exceptions too
    logSeverityLevel: 3,
    // else its idle threads keep the cores from those that have work
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const sessionId = nextSessionId++;
  sessions.set(sessionId, session);
  const tensors = session.inputMetadata.filter((input) => input.isTensor);
  return {
    sessionId,
    inputShapes: Object.fromEntries(tensors.map(({ name, shape }) => [name, shape])),
    inputTypes: Object.fromEntries(tensors.map(({ name, type }) => [name, type])),
  };
}

function tensorOf({ type, data, dims }: OnnxFeed): Tensor {
  const { Tensor } = loadOnnxRuntime();
  if (type === 'float32') return new Tensor(type, data, dims);
  return type === 'uint8' ? new Tensor(type, data, dims) : new Tensor(type, data, dims);
}

function floatsOf(name: string, { data }: { readonly data: unknown }): Float32Array<ArrayBuffer> {
  if (data instanceof Float32Array) return data as Float32Array<ArrayBuffer>;
  throw new Error(`The output ${name} holds no numbers`);
}

function reply(message: OnnxReply, moved: readonly ArrayBuffer[]): void {
  port.postMessage(message, [...moved]);
}

function requirePort(): MessagePort {
  if (parentPort === null) throw new Error('onnxThread is a thread, not a program');
  return parentPort;
}
