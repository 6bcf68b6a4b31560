import { createRequire } from 'node:module';
import type * as OnnxRuntime from 'onnxruntime-node';
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

/** "1.30.0" */
export function onnxRuntimeVersion(ort: Ort): string {
  return ort.env.versions.node ?? ort.env.versions.common;
}
