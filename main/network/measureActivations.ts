import type { ClassifierNetwork } from './architecture.ts';
import type { Parameters } from './classifierParameters.ts';
import type { ChannelLimits } from './equaliseChannels.ts';
import { createRectifiedConvolution, type RectifiedConvolution } from './fusedConvolution.ts';
import { holdTensors } from './holdTensors.ts';
import { runFolded } from './runClassifier.ts';
import { loadTensorFlow } from './tensorflow.ts';

/** Watches how large the activations of a network become. Holds tensors: whoever creates it disposes of it. */
export interface ActivationMeter {
  /** @param inputs float32 [count, inputPx, inputPx, 3], preprocessed */
  add(inputs: Float32Array, count: number): void;
  /** The largest that were seen. Nothing seen is cut off: on validation images of model 1.0.0 that agreed with float32 as
   *  well as limits of least squared error or of 99.999 %, and better than 99.99 %. */
  limits(): ChannelLimits;
  dispose(): void;
}

/** @param parameters folded, as foldBatchNormalisation gives them */
export function createActivationMeter(network: ClassifierNetwork, parameters: Parameters): ActivationMeter {
  const tf = loadTensorFlow();
  const convolve = createRectifiedConvolution(tf);
  const names = network.layers.filter(({ kind }) => kind === 'convolution').map(({ name }) => name);
  const limits = new Map<string, Float32Array>();
  const { tensorOf, dispose } = holdTensors(tf, parameters);
  return {
    add: (inputs, count) => {
      // the convolutions are called in the order of the table
      let next = 0;
      const watched: RectifiedConvolution = (input, kernel, bias) => {
        const activation = convolve(input, kernel, bias);
        const name = names[next++] ?? '';
        const before = limits.get(name);
        const seen = tf.max(activation, [0, 1, 2]).dataSync();
        limits.set(
          name,
          Float32Array.from(seen, (value, channel) => Math.max(value, before?.[channel] ?? 0)),
        );
        return activation;
      };
      tf.tidy(() => {
        const input = tf.tensor4d(inputs, [count, network.inputPx, network.inputPx, 3]);
        runFolded(tf, network, { tensorOf, convolve: watched, input });
      });
    },
    limits: () => limits,
    dispose,
  };
}
