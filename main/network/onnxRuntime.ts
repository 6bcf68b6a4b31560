import { createRequire } from 'node:module';
import type * as OnnxRuntime from 'onnxruntime-node';
import type { EngineName } from '../domain/engine.ts';
import { LabError } from '../domain/labError.ts';

export type Ort = typeof OnnxRuntime;

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

/** What ONNX Runtime this is, and what it runs.
 *  @param copySha256 of an eight-bit copy; undefined: float32
 *  @throws LabError 'runtime-missing' */
export function describeOnnxRuntime(copySha256?: string): EngineName {
  const precision = copySha256 === undefined ? 'fp32' : `int8 (copy ${copySha256.slice(0, 12)})`;
  return `onnxruntime ${onnxRuntimeVersion(loadOnnxRuntime())}, ${precision}`;
}

/** "1.30.0" */
export function onnxRuntimeVersion(ort: Ort): string {
  return ort.env.versions.node ?? ort.env.versions.common;
}
