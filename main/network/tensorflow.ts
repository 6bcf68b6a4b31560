import { createRequire } from 'node:module';
import type * as TensorFlow from '@tensorflow/tfjs-node-gpu';
import { z } from 'zod';
import type { EngineName } from '../domain/engine.ts';
import { LabError } from '../domain/labError.ts';

export type Tf = typeof TensorFlow;

let loaded: Tf | undefined;

/** TensorFlow for this process, which must be the compute process: only one thread of a process can hold
 *  tfjs-node (tfjs issues 2079, 3463, 8388).
 *  @throws LabError 'runtime-missing' when the native library is not set up */
export function loadTensorFlow(): Tf {
  if (loaded !== undefined) return loaded;
  const require = createRequire(import.meta.url);
  restoreRemovedNodeFunctions(require);
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  try {
    loaded = require('@tensorflow/tfjs-node-gpu') as Tf;
  } catch (cause) {
    throw new LabError(
      'runtime-missing',
      "TensorFlow's native library is not set up on this machine. Run `npm run setup`, then try again.",
      {},
      { cause },
    );
  }
  return loaded;
}

const backendSchema = z.object({
  binding: z.object({ TF_Version: z.string() }),
  isUsingGpuDevice: z.boolean(),
});

/** What TensorFlow this is, and whether it runs on a graphics card. */
export function describeTensorFlow(tf: Tf): {
  readonly version: string;
  readonly isOnGpu: boolean;
  readonly engine: EngineName;
} {
  const { binding, isUsingGpuDevice } = backendSchema.parse(tf.backend());
  const device = isUsingGpuDevice ? ' on GPU' : '';
  return {
    version: binding.TF_Version,
    isOnGpu: isUsingGpuDevice,
    engine: `tfjs-node ${tf.version_core}, TensorFlow ${binding.TF_Version}${device}, fp32`,
  };
}

/** tfjs-node 4.22 calls util functions that Node removed in version 23. */
function restoreRemovedNodeFunctions(require: NodeJS.Require): void {
  const util = require('node:util') as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}
