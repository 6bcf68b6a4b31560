import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import type * as OnnxRuntime from 'onnxruntime-node';
import { LabError } from '../domain/labError.ts';

export type Ort = typeof OnnxRuntime;
export type OnnxSession = OnnxRuntime.InferenceSession;

let loaded: Ort | undefined;

/** ONNX Runtime for this process.
 *  @throws LabError 'runtime-missing' where its package has no library for the machine */
export function loadOnnxRuntime(): Ort {
  if (loaded !== undefined) return loaded;
  try {
    loaded = createRequire(import.meta.url)('onnxruntime-node') as Ort;
  } catch (cause) {
    throw new LabError(
      'runtime-missing',
      `ONNX Runtime does not run on this machine (${process.platform} ${process.arch}): classes are computed in ` +
        'float32, which gives the same results more slowly.',
      {},
      { cause },
    );
  }
  return loaded;
}

/** "1.30.0" */
export function onnxRuntimeVersion(ort: Ort): string {
  return ort.env.versions.node ?? ort.env.versions.common;
}

/** A graph ready to run, on as many threads as the process has cores. Whoever opens it releases it. */
export function openOnnxSession(onnx: Uint8Array, threads?: number): Promise<OnnxRuntime.InferenceSession> {
  return loadOnnxRuntime().InferenceSession.create(onnx, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads ?? availableParallelism(),
    interOpNumThreads: 1,
    // errors only: they come as exceptions too
    logSeverityLevel: 3,
    // else its idle threads keep from TensorFlow the cores that both share
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
}
