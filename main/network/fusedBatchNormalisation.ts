import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { z } from 'zod';
import type { Tf } from './tensorflow.ts';

/** Added to each variance, as in Keras. */
export const normalisationEpsilon = 1e-3;

export interface NormalisedBatch {
  readonly output: Tensor4D;
  /** of this batch, per channel: [channels]; kept, so the caller disposes of both */
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

export type BatchNormaliser = (input: Tensor4D, scale: Tensor1D, shift: Tensor1D) => NormalisedBatch;

interface OperationAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

interface NodeBackend {
  executeMultipleOutputs(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: Tensor[],
    count: number,
  ): Tensor[];
}

const bindingSchema = z.object({
  TF_ATTR_TYPE: z.number(),
  TF_ATTR_FLOAT: z.number(),
  TF_ATTR_STRING: z.number(),
  TF_ATTR_BOOL: z.number(),
  TF_FLOAT: z.number(),
});

/** Batch normalisation in training as one TensorFlow kernel forward and one backward. tfjs composes it of
 *  a dozen elementwise kernels, which made a training step a third slower; Keras uses these two kernels. */
export function createBatchNormaliser(tf: Tf): BatchNormaliser {
  const backend = tf.backend() as unknown as NodeBackend & { readonly binding: unknown };
  const kinds = bindingSchema.parse(backend.binding);
  const type = (name: string): OperationAttribute => ({
    name,
    type: kinds.TF_ATTR_TYPE,
    value: kinds.TF_FLOAT,
  });
  const shared: readonly OperationAttribute[] = [
    type('T'),
    type('U'),
    { name: 'epsilon', type: kinds.TF_ATTR_FLOAT, value: normalisationEpsilon },
    { name: 'data_format', type: kinds.TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: kinds.TF_ATTR_BOOL, value: true },
  ];
  const forwardOnly: OperationAttribute = {
    name: 'exponential_avg_factor',
    type: kinds.TF_ATTR_FLOAT,
    value: 1,
  };
  return (input, scale, shift) => {
    let statistics: { mean: Tensor1D; variance: Tensor1D } | undefined;
    const normalise = tf.customGrad((...given) => {
      const [x, gamma, beta, save] = given as unknown as [
        Tensor4D,
        Tensor1D,
        Tensor1D,
        (tensors: Tensor[]) => void,
      ];
      const none = tf.tensor1d([]);
      const [y, mean, variance, ...reserved] = backend.executeMultipleOutputs(
        'FusedBatchNormV3',
        [...shared, forwardOnly],
        [x, gamma, beta, none, none],
        6,
      );
      if (y === undefined) throw new Error('FusedBatchNormV3 gave no output');
      statistics = { mean: tf.keep(mean as Tensor1D), variance: tf.keep(variance as Tensor1D) };
      save([x, gamma, ...reserved]);
      const gradFunc = (upstream: Tensor, saved: Tensor[]): Tensor[] =>
        backend.executeMultipleOutputs('FusedBatchNormGradV3', shared, [upstream, ...saved], 5).slice(0, 3);
      return { value: y, gradFunc };
    });
    const output = normalise(input, scale, shift) as Tensor4D;
    if (statistics === undefined) throw new Error('Batch normalisation did not run');
    return { output, ...statistics };
  };
}
