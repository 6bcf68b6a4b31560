import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { ClassifierNetwork } from './architecture.ts';
import type { BatchNormaliser } from './fusedBatchNormalisation.ts';
import type { Tf } from './tensorflow.ts';

export type TensorOf = (name: string) => Tensor;

/** Logits of a batch by parameters whose batch normalisation is folded into the convolutions.
 *  @param input float32 [n, inputPx, inputPx, 3], preprocessed
 *  @returns float32 [n, classCount]; intermediates are disposed by the caller's tidy */
export function runFolded(tf: Tf, network: ClassifierNetwork, tensorOf: TensorOf, input: Tensor4D): Tensor2D {
  let activation = input;
  for (const layer of network.layers) {
    activation =
      layer.kind === 'max-pool'
        ? tf.maxPool(activation, layer.sizePx, layer.sizePx, 'valid')
        : (tf.fused.conv2d({
            x: activation,
            filter: tensorOf(`${layer.name}/kernel`) as Tensor4D,
            strides: 1,
            pad: 'same',
            bias: tensorOf(`${layer.name}/bias`),
            activation: layer.activation,
          }) as Tensor4D);
  }
  return runHead(tf, tensorOf, tf.mean(activation, [1, 2]));
}

/** What one training pass leaves besides its logits: batch statistics by layer name, kept. */
export interface TrainingPass {
  readonly logits: Tensor2D;
  readonly statistics: ReadonlyMap<string, { readonly mean: Tensor1D; readonly variance: Tensor1D }>;
}

/** Logits of a batch in training: batch statistics normalise, dropout is on.
 *  @param input float32 [n, inputPx, inputPx, 3], preprocessed
 *  @param dropoutSeed fixes which inputs of the head are dropped */
export function runTraining(
  tf: Tf,
  network: ClassifierNetwork,
  parts: {
    readonly tensorOf: TensorOf;
    readonly normalise: BatchNormaliser;
    readonly input: Tensor4D;
    readonly dropoutSeed: number;
  },
): TrainingPass {
  const statistics = new Map<string, { mean: Tensor1D; variance: Tensor1D }>();
  let activation = parts.input;
  for (const layer of network.layers) {
    if (layer.kind === 'max-pool') {
      activation = tf.maxPool(activation, layer.sizePx, layer.sizePx, 'valid');
      continue;
    }
    const convolved = tf.conv2d(activation, parts.tensorOf(`${layer.name}/kernel`) as Tensor4D, 1, 'same');
    if (layer.batchNormalisation) {
      const scale = parts.tensorOf(`${layer.name}/scale`) as Tensor1D;
      const { output, mean, variance } = parts.normalise(
        convolved,
        scale,
        parts.tensorOf(`${layer.name}/shift`) as Tensor1D,
      );
      statistics.set(layer.name, { mean, variance });
      activation = tf.relu(output);
    } else {
      activation = tf.relu(tf.add(convolved, parts.tensorOf(`${layer.name}/bias`)));
    }
  }
  const features = tf.dropout(
    tf.mean(activation, [1, 2]),
    network.head.dropout,
    undefined,
    parts.dropoutSeed,
  );
  return { logits: runHead(tf, parts.tensorOf, features), statistics };
}

function runHead(tf: Tf, tensorOf: TensorOf, features: Tensor): Tensor2D {
  return tf.add(
    tf.matMul(features as Tensor2D, tensorOf('head/kernel') as Tensor2D),
    tensorOf('head/bias'),
  ) as Tensor2D;
}
