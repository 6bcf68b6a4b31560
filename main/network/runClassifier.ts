import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { ClassifierNetwork } from './architecture.ts';
import type { BatchNormaliser } from './fusedBatchNormalisation.ts';
import type { RectifiedConvolution } from './fusedConvolution.ts';
import type { Rectifier } from './rectifier.ts';
import type { Tf } from './tensorflow.ts';

export type TensorOf = (name: string) => Tensor;

/** A batch by parameters whose batch normalisation is folded into the convolutions.
 *  @param input float32 [n, inputPx, inputPx, 3], preprocessed
 *  @returns logits float32 [n, classCount]; features [n, channels], what the head sees. Intermediates are disposed by
 *  the caller's tidy */
export function runFolded(
  tf: Tf,
  network: ClassifierNetwork,
  parts: { readonly tensorOf: TensorOf; readonly convolve: RectifiedConvolution; readonly input: Tensor4D },
): { readonly logits: Tensor2D; readonly features: Tensor2D } {
  return runTail(tf, network, { tensorOf: parts.tensorOf, activation: runTrunk(tf, network, parts) });
}

/** The last convolution's rectified output, before its pool. */
export function runTrunk(
  tf: Tf,
  network: ClassifierNetwork,
  parts: { readonly tensorOf: TensorOf; readonly convolve: RectifiedConvolution; readonly input: Tensor4D },
): Tensor4D {
  return runFirstLayers(tf, network, { ...parts, layerCount: lastConvolution(network) + 1 });
}

/** The output of the first `layerCount` layers of the table. */
export function runFirstLayers(
  tf: Tf,
  network: ClassifierNetwork,
  parts: {
    readonly tensorOf: TensorOf;
    readonly convolve: RectifiedConvolution;
    readonly input: Tensor4D;
    readonly layerCount: number;
  },
): Tensor4D {
  const { tensorOf, convolve, input, layerCount } = parts;
  let activation = input;
  for (const [i, layer] of network.layers.slice(0, layerCount).entries()) {
    if (layer.kind === 'max-pool') continue;
    const entered = activation;
    activation = tf.tidy(() => {
      const kernel = tensorOf(`${layer.name}/kernel`) as Tensor4D;
      const rectified = convolve(entered, kernel, tensorOf(`${layer.name}/bias`) as Tensor1D);
      return i + 1 === layerCount ? rectified : poolAfter(tf, network, i, rectified);
    });
    if (entered !== input) entered.dispose();
  }
  return activation;
}

/** From the trunk's output to the logits: what can be differentiated for an explanation. */
export function runTail(
  tf: Tf,
  network: ClassifierNetwork,
  parts: { readonly tensorOf: TensorOf; readonly activation: Tensor4D },
): { readonly logits: Tensor2D; readonly features: Tensor2D } {
  const pooled = poolAfter(tf, network, lastConvolution(network), parts.activation);
  const features = tf.mean(pooled, [1, 2]) as Tensor2D;
  return { logits: runHead(tf, parts.tensorOf, features), features };
}

function lastConvolution(network: ClassifierNetwork): number {
  return network.layers.findLastIndex((layer) => layer.kind !== 'max-pool');
}

/** The tensor after the max-pool that follows layer `i` of the table, or as it is when none follows. */
function poolAfter(tf: Tf, network: ClassifierNetwork, i: number, input: Tensor4D): Tensor4D {
  const next = network.layers[i + 1];
  return next?.kind === 'max-pool' ? tf.maxPool(input, next.sizePx, next.sizePx, 'valid') : input;
}

/** What one training pass leaves besides its logits: batch statistics by layer name, kept. */
export interface TrainingPass {
  readonly logits: Tensor2D;
  readonly statistics: ReadonlyMap<string, { readonly mean: Tensor1D; readonly variance: Tensor1D }>;
}

/** Logits of a batch in training: batch statistics normalise, dropout is on.
 *  @param input what the first layer that learns is given: float32 [n, inputPx, inputPx, 3], preprocessed, or the output
 *  of the `frozenCount` layers before it
 *  @param dropoutSeed fixes which inputs of the head are dropped */
export function runTraining(
  tf: Tf,
  network: ClassifierNetwork,
  parts: {
    readonly tensorOf: TensorOf;
    readonly normalise: BatchNormaliser;
    readonly rectify: Rectifier;
    readonly input: Tensor4D;
    readonly frozenCount: number;
    readonly dropoutSeed: number;
  },
): TrainingPass {
  const statistics = new Map<string, { mean: Tensor1D; variance: Tensor1D }>();
  const normaliseLayer = (name: string, input: Tensor4D): Tensor4D => {
    const scale = parts.tensorOf(`${name}/scale`) as Tensor1D;
    const { output, mean, variance } = parts.normalise(
      input,
      scale,
      parts.tensorOf(`${name}/shift`) as Tensor1D,
    );
    statistics.set(name, { mean, variance });
    return output;
  };
  let activation = parts.input;
  for (const [i, layer] of network.layers.entries()) {
    if (i < parts.frozenCount || layer.kind === 'max-pool') continue;
    const convolved = tf.conv2d(activation, parts.tensorOf(`${layer.name}/kernel`) as Tensor4D, 1, 'same');
    const shifted = layer.batchNormalisation
      ? normaliseLayer(layer.name, convolved)
      : (tf.add(convolved, parts.tensorOf(`${layer.name}/bias`)) as Tensor4D);
    // pooled first: the largest of rectified values is the rectified largest value, for a quarter of the work
    activation = parts.rectify(poolAfter(tf, network, i, shifted));
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
