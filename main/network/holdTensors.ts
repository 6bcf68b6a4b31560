import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import type { Parameters } from './classifierParameters.ts';
import type { Tf } from './tensorflow.ts';

/** Parameters of a network in TensorFlow's memory. Whoever holds them disposes of them. */
export interface HeldTensors {
  /** @throws Error when there is none of this name */
  tensorOf(name: string): Tensor;
  dispose(): void;
}

export function holdTensors(tf: Tf, parameters: Parameters): HeldTensors {
  const tensors = new Map<string, Tensor>();
  for (const [name, { values, shape }] of parameters) tensors.set(name, tf.tensor(values, [...shape]));
  return {
    tensorOf: (name) => {
      const tensor = tensors.get(name);
      if (tensor === undefined) throw new Error(`No tensor ${name}`);
      return tensor;
    },
    dispose: () => tf.dispose([...tensors.values()]),
  };
}
