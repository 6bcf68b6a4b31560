import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-node-gpu';
import type { Tf } from './tensorflow.ts';
import type { NamedTensor } from './weights.ts';

export type OptimizerName = 'adam' | 'adamax';

/** Adam or Adamax whose state can be saved and whose learning rate can follow a schedule; the library's
 *  own can do neither for both. Holds tensors: whoever creates it disposes of it. */
export interface Optimizer {
  /** One update of every variable by its gradient. The gradients are left to the caller. */
  apply(gradients: ReadonlyMap<string, Tensor>, learningRate: number): void;
  /** Moments `first/NAME` and `second/NAME`, and how many updates they saw. */
  save(): { readonly stepCount: number; readonly tensors: readonly NamedTensor[] };
  dispose(): void;
}

interface Moments {
  readonly first: Variable;
  readonly second: Variable;
}

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

/** Kingma & Ba 2015, arXiv 1412.6980: algorithm 1 (Adam) and algorithm 2 (Adamax).
 *  @param saved what save() gave, to take up a training */
export function createOptimizer(
  tf: Tf,
  name: OptimizerName,
  variables: ReadonlyMap<string, Variable>,
  saved?: { readonly stepCount: number; readonly tensors: ReadonlyMap<string, NamedTensor> },
): Optimizer {
  let stepCount = saved?.stepCount ?? 0;
  const moments = new Map<string, Moments>();
  for (const [key, variable] of variables) {
    moments.set(key, {
      first: startMoment(tf, variable, saved?.tensors.get(`first/${key}`)),
      second: startMoment(tf, variable, saved?.tensors.get(`second/${key}`)),
    });
  }
  const update = name === 'adam' ? updateByAdam : updateByAdamax;
  return {
    apply: (gradients, learningRate) => {
      stepCount += 1;
      for (const [key, gradient] of gradients) {
        const variable = variables.get(key);
        const pair = moments.get(key);
        if (variable === undefined || pair === undefined) throw new Error(`No variable ${key} to train`);
        tf.tidy(() => update(tf, { variable, gradient, stepCount, learningRate, ...pair }));
      }
    },
    save: () => ({
      stepCount,
      tensors: [...moments].flatMap(([key, { first, second }]) => [
        { name: `first/${key}`, shape: first.shape, values: first.dataSync() as Float32Array },
        { name: `second/${key}`, shape: second.shape, values: second.dataSync() as Float32Array },
      ]),
    }),
    dispose: () => {
      for (const { first, second } of moments.values()) tf.dispose([first, second]);
    },
  };
}

interface Update extends Moments {
  readonly variable: Variable;
  readonly gradient: Tensor;
  readonly stepCount: number;
  readonly learningRate: number;
}

function updateByAdam(tf: Tf, { variable, gradient, first, second, stepCount, learningRate }: Update): void {
  first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
  second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
  const rate: Scalar = tf.scalar(
    (-learningRate * Math.sqrt(1 - beta2 ** stepCount)) / (1 - beta1 ** stepCount),
  );
  variable.assign(tf.add(variable, tf.div(tf.mul(first, rate), tf.add(tf.sqrt(second), epsilon))));
}

function updateByAdamax(
  tf: Tf,
  { variable, gradient, first, second, stepCount, learningRate }: Update,
): void {
  first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
  second.assign(tf.maximum(tf.mul(second, beta2), tf.abs(gradient)));
  const rate: Scalar = tf.scalar(-learningRate / (1 - beta1 ** stepCount));
  variable.assign(tf.add(variable, tf.div(tf.mul(first, rate), tf.add(second, epsilon))));
}

function startMoment(tf: Tf, variable: Variable, saved: NamedTensor | undefined): Variable {
  return tf.tidy(() =>
    tf.variable(
      saved === undefined ? tf.zeros(variable.shape) : tf.tensor(saved.values, variable.shape),
      false,
    ),
  );
}
