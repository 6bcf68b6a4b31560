import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { z } from 'zod';
import type { Tf } from './tensorflow.ts';

/** relu(convolution + bias), 3x3 or other kernel, stride 1, zeros beyond the edge. */
export type RectifiedConvolution = (input: Tensor4D, kernel: Tensor4D, bias: Tensor1D) => Tensor4D;

interface NodeBackend {
  executeSingleOutput(name: string, attributes: readonly unknown[], inputs: Tensor[]): Tensor;
}

const bindingSchema = z.object({
  TF_ATTR_TYPE: z.number(),
  TF_ATTR_INT: z.number(),
  TF_ATTR_FLOAT: z.number(),
  TF_ATTR_STRING: z.number(),
  TF_FLOAT: z.number(),
});

/** Convolution, bias and rectifier as oneDNN's one kernel where this TensorFlow has it (CPU builds for x64), as
 *  three kernels where not (a GPU, oneDNN switched off, a binding that set-up did not build): the same numbers. */
export function createRectifiedConvolution(tf: Tf): RectifiedConvolution {
  const fused = createFusedKernel(tf);
  try {
    tf.tidy(() => fused(tf.ones([1, 4, 4, 1]), tf.ones([3, 3, 1, 1]), tf.ones([1])).dataSync());
    return fused;
  } catch {
    // not a failure: the kernel is an optimisation that this TensorFlow may lack
    return (input, kernel, bias) =>
      tf.tidy(() => tf.relu(tf.add(tf.conv2d(input, kernel, 1, 'same'), bias)) as Tensor4D);
  }
}

function createFusedKernel(tf: Tf): RectifiedConvolution {
  const backend = tf.backend() as unknown as NodeBackend & { readonly binding: unknown };
  const kinds = bindingSchema.parse(backend.binding);
  const attributes = [
    { name: 'T', type: kinds.TF_ATTR_TYPE, value: kinds.TF_FLOAT },
    { name: 'TArgs', type: kinds.TF_ATTR_TYPE, value: [kinds.TF_FLOAT] },
    { name: 'num_args', type: kinds.TF_ATTR_INT, value: 1 },
    { name: 'num_host_args', type: kinds.TF_ATTR_INT, value: 0 },
    { name: 'strides', type: kinds.TF_ATTR_INT, value: [1, 1, 1, 1] },
    { name: 'dilations', type: kinds.TF_ATTR_INT, value: [1, 1, 1, 1] },
    { name: 'padding', type: kinds.TF_ATTR_STRING, value: 'SAME' },
    { name: 'data_format', type: kinds.TF_ATTR_STRING, value: 'NHWC' },
    { name: 'fused_ops', type: kinds.TF_ATTR_STRING, value: ['BiasAdd', 'Relu'] },
    { name: 'epsilon', type: kinds.TF_ATTR_FLOAT, value: 1e-4 },
    { name: '_kernel', type: kinds.TF_ATTR_STRING, value: 'MklNameChangeOp' },
  ];
  return (input, kernel, bias) =>
    backend.executeSingleOutput('_MklNativeFusedConv2D', attributes, [input, kernel, bias]) as Tensor4D;
}
