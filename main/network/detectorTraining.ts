import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { computeDetectorLoss, type TargetTensors } from './detectorLoss.ts';
import { applyDetector } from './detectorNetwork.ts';
import {
  type ClassTargets,
  computeClassTargets,
  computeKnownMask,
  type SampleBoxes,
} from './detectorTargets.ts';
import { loadTensorFlow, type Tf } from './tensorflow.ts';
import type { NamedTensor } from './weights.ts';

/** One training sample: pixels float32 [sidePx, sidePx, 3], RGB, -1..1, and what is in it. */
export interface DetectorSample extends SampleBoxes {
  readonly pixels: Float32Array;
}

/** All that training needs to go on from: weights, their running average, Adam's moments, steps done. */
export interface DetectorTrainingState {
  readonly weights: readonly NamedTensor[];
  readonly averaged: readonly NamedTensor[];
  readonly firstMoments: readonly Float32Array[];
  readonly secondMoments: readonly Float32Array[];
  stepCount: number;
}

/** Adam (Kingma & Ba 2015), decoupled weight decay (Loshchilov & Hutter 2019). */
const adam = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01 } as const;

/** Gradients longer than this are shortened to it: a rare sample must not undo the rest. */
const gradientLimit = 5;

/** The averaged weights follow with this share a step, faster at first. */
const averageDecay = 0.998;

export function startDetectorTraining(weights: readonly NamedTensor[]): DetectorTrainingState {
  return {
    weights: weights.map((one) => ({ ...one, values: one.values.slice() })),
    averaged: weights.map((one) => ({ ...one, values: one.values.slice() })),
    firstMoments: weights.map((one) => new Float32Array(one.values.length)),
    secondMoments: weights.map((one) => new Float32Array(one.values.length)),
    stepCount: 0,
  };
}

/** One step on one batch; changes `state`.
 *  @returns the batch's loss before the step; NaN leaves `state` as it was */
export function mutateByTrainingStep(
  state: DetectorTrainingState,
  samples: readonly DetectorSample[],
  step: { readonly sidePx: number; readonly learningRate: number },
): number {
  const { loss, gradients } = computeGradients(state.weights, samples, step.sidePx);
  const length = Math.sqrt(gradients.reduce((sum, one) => sum + sumOfSquares(one), 0));
  if (!Number.isFinite(loss) || !Number.isFinite(length)) return Number.NaN;
  state.stepCount += 1;
  const scale = Math.min(1, gradientLimit / Math.max(length, 1e-12));
  gradients.forEach((gradient, at) => {
    mutateByAdam(state, at, { gradient, scale, learningRate: step.learningRate });
  });
  return loss;
}

function computeGradients(
  weights: readonly NamedTensor[],
  samples: readonly DetectorSample[],
  sidePx: number,
) {
  const tf = loadTensorFlow();
  const kept = tf.tidy(() => {
    const images = stack(
      tf,
      samples.map((sample) => sample.pixels),
      [sidePx, sidePx, 3],
    );
    const targets = targetTensors(tf, samples, sidePx);
    const lossOf = (...tensors: Tensor[]) =>
      computeDetectorLoss(tf, applyDetector(tf, images, tensors), targets);
    const { value, grads } = tf.valueAndGrads(lossOf)(
      weights.map((one) => tf.tensor(one.values, [...one.shape], 'float32')),
    );
    return [value, ...grads];
  });
  const [loss, ...gradients] = kept.map((tensor) => tensor.dataSync<'float32'>());
  tf.dispose(kept);
  return { loss: loss?.[0] ?? Number.NaN, gradients };
}

function targetTensors(tf: Tf, samples: readonly DetectorSample[], sidePx: number): TargetTensors {
  const white = samples.map((sample) => computeClassTargets(sample.whiteCells, sidePx));
  const red = samples.map((sample) => computeClassTargets(sample.redCells, sidePx));
  const mapSide = Math.sqrt(white[0]?.heat.length ?? 0);
  const one = (targets: readonly ClassTargets[], key: 'heat' | 'boxWeight') =>
    stack(
      tf,
      targets.map((target) => target[key]),
      [mapSide, mapSide, 1],
    );
  const four = (targets: readonly ClassTargets[]) =>
    stack(
      tf,
      targets.map((target) => target.box),
      [mapSide, mapSide, 4],
    );
  return {
    whiteHeat: one(white, 'heat'),
    redHeat: one(red, 'heat'),
    whiteBox: four(white),
    redBox: four(red),
    whiteBoxWeight: one(white, 'boxWeight'),
    redBoxWeight: one(red, 'boxWeight'),
    known: stack(
      tf,
      samples.map((sample) => computeKnownMask(sample.unknown, sidePx)),
      [mapSide, mapSide, 1],
    ),
  };
}

function stack(tf: Tf, parts: readonly Float32Array[], shape: readonly [number, number, number]): Tensor4D {
  const length = shape[0] * shape[1] * shape[2];
  const joined = new Float32Array(parts.length * length);
  parts.forEach((part, at) => {
    joined.set(part, at * length);
  });
  return tf.tensor4d(joined, [parts.length, ...shape]);
}

function mutateByAdam(
  state: DetectorTrainingState,
  at: number,
  update: { readonly gradient: Float32Array; readonly scale: number; readonly learningRate: number },
): void {
  const { values, shape } = state.weights[at] as NamedTensor;
  const averaged = (state.averaged[at] as NamedTensor).values;
  const first = state.firstMoments[at] as Float32Array;
  const second = state.secondMoments[at] as Float32Array;
  const firstCorrection = 1 / (1 - adam.beta1 ** state.stepCount);
  const secondCorrection = 1 / (1 - adam.beta2 ** state.stepCount);
  const decay = shape.length > 1 ? adam.weightDecay * update.learningRate : 0;
  const follow = 1 - Math.min(averageDecay, (1 + state.stepCount) / (10 + state.stepCount));
  for (let i = 0; i < values.length; i += 1) {
    const gradient = (update.gradient[i] as number) * update.scale;
    const m = adam.beta1 * (first[i] as number) + (1 - adam.beta1) * gradient;
    const v = adam.beta2 * (second[i] as number) + (1 - adam.beta2) * gradient * gradient;
    first[i] = m;
    second[i] = v;
    const move = (m * firstCorrection) / (Math.sqrt(v * secondCorrection) + adam.epsilon);
    const value = (values[i] as number) * (1 - decay) - update.learningRate * move;
    values[i] = value;
    averaged[i] = (averaged[i] as number) + follow * (value - (averaged[i] as number));
  }
}

function sumOfSquares(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
