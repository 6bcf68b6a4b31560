import type { Scalar, Tensor, Tensor4D, Variable } from '@tensorflow/tfjs-node-gpu';
import type { LearnedPart } from '../domain/learnedPart.ts';
import type { ClassifierNetwork } from './architecture.ts';
import { foldBatchNormalisation, isStatistic, type Parameters } from './classifierParameters.ts';
import { countFrozenLayers, partParameters } from './frozenLayers.ts';
import { createBatchNormaliser } from './fusedBatchNormalisation.ts';
import { createRectifiedConvolution } from './fusedConvolution.ts';
import { holdTensors } from './holdTensors.ts';
import { createOptimizer, type OptimizerName } from './optimizer.ts';
import { createRectifier } from './rectifier.ts';
import { runFirstLayers, runTraining } from './runClassifier.ts';
import { loadTensorFlow, type Tf } from './tensorflow.ts';
import type { NamedTensor } from './weights.ts';

/** Share of the old running statistics that each step keeps. */
const statisticsMomentum = 0.9;

/** Share of the averaged parameters that each step keeps, after the first steps: about two epochs of a small set. */
const averageMomentum = 0.99;

export interface OptimizerState {
  readonly stepCount: number;
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

/** Images as the network is trained on them. */
export interface TrainingBatch {
  readonly count: number;
  /** float32 [count, inputPx, inputPx, 3], normalised */
  readonly inputs: Float32Array;
  /** int32 [count], index into `cellClasses` */
  readonly labels: Int32Array;
}

/** The network in training. Holds tensors: whoever creates it disposes of it. */
export interface TrainingStep {
  /** One update by one batch.
   *  @returns mean weighted cross-entropy of the batch before the update, and how many images were told right */
  run(batch: TrainingBatch, learningRate: number): { readonly loss: number; readonly rightCount: number };
  /** A copy of the parameters as they are now. */
  readParameters(): Parameters;
  /** A copy of the parameters averaged over the last steps (Polyak averaging), which generalise better. */
  readAverages(): Parameters;
  saveOptimizer(): OptimizerState;
  dispose(): void;
}

export interface TrainingStart {
  readonly parameters: Parameters;
  /** those of an earlier step that the training goes on from; else the parameters */
  readonly averages: Parameters | undefined;
  readonly optimizer: OptimizerName;
  readonly optimizerState: OptimizerState | undefined;
  /** weight of each class in the loss, order of `cellClasses` */
  readonly classWeights: readonly number[];
  /** share of each label that is spread over all classes, 0..1 (Szegedy et al. 2016) */
  readonly labelSmoothing: number;
  /** all unless told */
  readonly learned?: LearnedPart | undefined;
}

export function createTrainingStep(network: ClassifierNetwork, start: TrainingStart): TrainingStep {
  const tf = loadTensorFlow();
  const normalise = createBatchNormaliser(tf);
  const rectify = createRectifier(tf);
  const frozenCount = countFrozenLayers(network, start.learned ?? 'all');
  const { frozen, learned } = partParameters(network, start.parameters, frozenCount);
  const trunk = createFrozenTrunk(tf, network, { parameters: start.parameters, frozenCount });
  const variables = new Map<string, Variable>();
  for (const [name, { values, shape }] of learned) {
    variables.set(
      name,
      tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), !isStatistic(name))),
    );
  }
  const averages = new Map<string, Variable>();
  for (const [name, ofStart] of learned) {
    const { values, shape } = start.averages?.get(name) ?? ofStart;
    averages.set(
      name,
      tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), false)),
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

  const run: TrainingStep['run'] = (batch, learningRate) => {
    stepCount += 1;
    return tf.tidy(() => {
      const images = tf.tensor4d(batch.inputs, [batch.count, network.inputPx, network.inputPx, 3]);
      // outside of what is differentiated: nothing of it is kept for a gradient
      const input = trunk.run(images);
      const labels = tf.tensor1d(batch.labels, 'int32');
      let statistics: ReturnType<typeof runTraining>['statistics'] | undefined;
      let logits: Tensor | undefined;
      const { value, grads } = tf.variableGrads(() => {
        const pass = runTraining(tf, network, {
          tensorOf: variableOf,
          normalise,
          rectify,
          input,
          frozenCount,
          dropoutSeed: stepCount,
        });
        statistics = pass.statistics;
        logits = tf.keep(pass.logits);
        const weights = tf.gather(classWeights, labels);
        const oneHot = tf.oneHot(labels, network.classCount);
        return tf.losses.softmaxCrossEntropy(
          oneHot,
          pass.logits,
          weights,
          start.labelSmoothing,
          tf.Reduction.MEAN,
        ) as Scalar;
      }, list);
      optimizer.apply(gradientsByName(names, list, grads), learningRate);
      for (const [layer, { mean, variance }] of statistics ?? []) {
        moveTowards(variableOf(`${layer}/mean`), mean);
        moveTowards(variableOf(`${layer}/variance`), variance);
        tf.dispose([mean, variance]);
      }
      const kept = Math.min(averageMomentum, stepCount / (stepCount + 9));
      for (const [name, average] of averages) {
        const latest = variableOf(name);
        average.assign(tf.add(average, tf.mul(tf.sub(latest, average), 1 - kept)));
      }
      const rightCount = logits === undefined ? 0 : countRight(logits, batch.labels);
      logits?.dispose();
      return { loss: value.dataSync()[0] ?? Number.NaN, rightCount };
    });
  };

  const moveTowards = (running: Variable, latest: Tensor): void => {
    running.assign(tf.add(tf.mul(running, statisticsMomentum), tf.mul(latest, 1 - statisticsMomentum)));
  };

  return {
    run,
    readParameters: () => new Map([...frozen, ...copyVariables(variables)]),
    readAverages: () => new Map([...frozen, ...copyVariables(averages)]),
    saveOptimizer: () => {
      const saved = optimizer.save();
      return {
        stepCount: saved.stepCount,
        tensors: new Map(saved.tensors.map((tensor) => [tensor.name, tensor])),
      };
    },
    dispose: () => {
      optimizer.dispose();
      trunk.dispose();
      tf.dispose([classWeights, ...variables.values(), ...averages.values()]);
    },
  };
}

/** The layers that do not learn, as they run in inference: folded, with the statistics that they have. */
function createFrozenTrunk(
  tf: Tf,
  network: ClassifierNetwork,
  given: { readonly parameters: Parameters; readonly frozenCount: number },
): { readonly run: (images: Tensor4D) => Tensor4D; readonly dispose: () => void } {
  const { frozenCount } = given;
  if (frozenCount === 0) return { run: (images) => images, dispose: () => undefined };
  const folded = foldBatchNormalisation(network, given.parameters);
  const convolve = createRectifiedConvolution(tf);
  const { tensorOf, dispose } = holdTensors(tf, partParameters(network, folded, frozenCount).frozen);
  return {
    run: (input) => runFirstLayers(tf, network, { tensorOf, convolve, input, layerCount: frozenCount }),
    dispose,
  };
}

function copyVariables(variables: ReadonlyMap<string, Variable>): Parameters {
  return new Map(
    [...variables].map(([name, variable]) => [
      name,
      { name, shape: variable.shape, values: Float32Array.from(variable.dataSync()) },
    ]),
  );
}

/** @param logits [count, classes] */
function countRight(logits: Tensor, labels: ArrayLike<number>): number {
  const values = logits.dataSync();
  const classCount = logits.shape[1] ?? 1;
  let rightCount = 0;
  for (let row = 0; row < labels.length; row += 1) {
    let best = 0;
    for (let column = 1; column < classCount; column += 1)
      if ((values[row * classCount + column] ?? 0) > (values[row * classCount + best] ?? 0)) best = column;
    if (best === labels[row]) rightCount += 1;
  }
  return rightCount;
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
