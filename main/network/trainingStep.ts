import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-node-gpu';
import type { ClassifierNetwork } from './architecture.ts';
import { isStatistic, type Parameters } from './classifierParameters.ts';
import { createBatchNormaliser } from './fusedBatchNormalisation.ts';
import { createOptimizer, type OptimizerName } from './optimizer.ts';
import { createRectifier } from './rectifier.ts';
import { runTraining } from './runClassifier.ts';
import { loadTensorFlow } from './tensorflow.ts';
import type { Batch } from './trainingBatches.ts';
import type { NamedTensor } from './weights.ts';

/** Share of the old running statistics that each step keeps. */
const statisticsMomentum = 0.9;

export interface OptimizerState {
  readonly stepCount: number;
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

/** The network in training. Holds tensors: whoever creates it disposes of it. */
export interface TrainingStep {
  /** One update by one batch. @returns mean weighted cross-entropy of the batch before the update */
  run(batch: Batch, learningRate: number): number;
  /** A copy of the parameters as they are now. */
  readParameters(): Parameters;
  saveOptimizer(): OptimizerState;
  dispose(): void;
}

export interface TrainingStart {
  readonly parameters: Parameters;
  readonly optimizer: OptimizerName;
  readonly optimizerState: OptimizerState | undefined;
  /** weight of each class in the loss, order of `cellClasses` */
  readonly classWeights: readonly number[];
}

export function createTrainingStep(network: ClassifierNetwork, start: TrainingStart): TrainingStep {
  const tf = loadTensorFlow();
  const normalise = createBatchNormaliser(tf);
  const rectify = createRectifier(tf);
  const variables = new Map<string, Variable>();
  for (const [name, { values, shape }] of start.parameters) {
    variables.set(
      name,
      tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), !isStatistic(name))),
    );
  }
  const trained = new Map([...variables].filter(([name]) => !isStatistic(name)));
  const names = [...trained.keys()];
  const list = [...trained.values()];
  const optimizer = createOptimizer(tf, start.optimizer, trained, start.optimizerState);
  const classWeights = tf.tensor1d([...start.classWeights]);
  const variableOf = (name: string): Variable => {
    const variable = variables.get(name);
    if (variable === undefined) throw new Error(`No variable ${name}`);
    return variable;
  };
  let stepCount = start.optimizerState?.stepCount ?? 0;

  const run = (batch: Batch, learningRate: number): number => {
    stepCount += 1;
    return tf.tidy(() => {
      const input = tf.tensor4d(batch.inputs, [batch.count, network.inputPx, network.inputPx, 3]);
      const labels = tf.tensor1d(batch.labels, 'int32');
      let statistics: ReturnType<typeof runTraining>['statistics'] | undefined;
      const { value, grads } = tf.variableGrads(() => {
        const pass = runTraining(tf, network, {
          tensorOf: variableOf,
          normalise,
          rectify,
          input,
          dropoutSeed: stepCount,
        });
        statistics = pass.statistics;
        const weights = tf.gather(classWeights, labels);
        const oneHot = tf.oneHot(labels, network.classCount);
        return tf.losses.softmaxCrossEntropy(oneHot, pass.logits, weights, 0, tf.Reduction.MEAN) as Scalar;
      }, list);
      optimizer.apply(gradientsByName(names, list, grads), learningRate);
      for (const [layer, { mean, variance }] of statistics ?? []) {
        moveTowards(variableOf(`${layer}/mean`), mean);
        moveTowards(variableOf(`${layer}/variance`), variance);
        tf.dispose([mean, variance]);
      }
      return value.dataSync()[0] ?? Number.NaN;
    });
  };

  const moveTowards = (running: Variable, latest: Tensor): void => {
    running.assign(tf.add(tf.mul(running, statisticsMomentum), tf.mul(latest, 1 - statisticsMomentum)));
  };

  return {
    run,
    readParameters: () =>
      new Map(
        [...variables].map(([name, variable]) => [
          name,
          { name, shape: variable.shape, values: Float32Array.from(variable.dataSync()) },
        ]),
      ),
    saveOptimizer: () => {
      const saved = optimizer.save();
      return {
        stepCount: saved.stepCount,
        tensors: new Map(saved.tensors.map((tensor) => [tensor.name, tensor])),
      };
    },
    dispose: () => {
      optimizer.dispose();
      tf.dispose([classWeights, ...variables.values()]);
    },
  };
}

function gradientsByName(
  names: readonly string[],
  variables: readonly Variable[],
  gradients: Readonly<Record<string, Tensor>>,
): ReadonlyMap<string, Tensor> {
  const result = new Map<string, Tensor>();
  for (const [i, name] of names.entries()) {
    const gradient = gradients[variables[i]?.name ?? ''];
    if (gradient === undefined) throw new Error(`No gradient reached ${name}`);
    result.set(name, gradient);
  }
  return result;
}
