import { expect, test } from 'vitest';
import type { LearnedPart } from '../../../main/domain/learnedPart.ts';
import { createRandom, normalNumber } from '../../../main/domain/randomNumbers.ts';
import { describeClassifierNetwork } from '../../../main/network/architecture.ts';
import { createClassifier } from '../../../main/network/classifier.ts';
import { createParameters, foldBatchNormalisation } from '../../../main/network/classifierParameters.ts';
import {
  createBatchNormaliser,
  normalisationEpsilon,
} from '../../../main/network/fusedBatchNormalisation.ts';
import { normaliseImages } from '../../../main/network/preprocess.ts';
import { loadTensorFlow } from '../../../main/network/tensorflow.ts';
import { createTrainingStep, type OptimizerState } from '../../../main/network/trainingStep.ts';

const network = describeClassifierNetwork({
  inputPx: 32,
  widthMultiplier: 1 / 16,
  batchNormalisation: true,
  classCount: 4,
  dropout: 0,
});
const preprocessing = {
  inputPx: 32,
  windowRedCells: 16,
  scaleBarCorner: { width: 0, height: 0 },
  mean: [0.25, 0.25, 0.25] as [number, number, number],
  standardDeviation: [0.25, 0.25, 0.25] as [number, number, number],
};

/** Sixteen noisy images, four a class, each class with its own mean in one channel. */
function aBatch() {
  const random = createRandom(3);
  const labels = Int32Array.from({ length: 16 }, (_, i) => i % 4);
  const images = Uint8Array.from({ length: 16 * 32 * 32 * 3 }, (_, i) => {
    const label = labels[Math.floor(i / (32 * 32 * 3))] ?? 0;
    const level = 64 + 19 * normalNumber(random) + (i % 3 === label ? 64 : 0);
    return Math.max(0, Math.min(255, Math.round(level)));
  });
  return { count: 16, images, inputs: normaliseImages(images, preprocessing), labels };
}

function aStep(
  optimizer: 'adam' | 'adamax',
  from?: Omit<ReturnType<typeof snapshot>, 'optimizerState'> & { readonly optimizerState?: OptimizerState },
  learned?: LearnedPart,
) {
  return createTrainingStep(network, {
    parameters: from?.parameters ?? createParameters(network, 1),
    optimizer,
    averages: from?.averages,
    labelSmoothing: 0.1,
    optimizerState: from?.optimizerState,
    classWeights: [1, 1, 1, 1],
    learned,
  });
}

function snapshot(step: ReturnType<typeof createTrainingStep>) {
  return {
    parameters: step.readParameters(),
    averages: step.readAverages(),
    optimizerState: step.saveOptimizer(),
  };
}

test.each(['adam', 'adamax'] as const)('%s learns a simple set and leaks no tensor', (optimizer) => {
  const tf = loadTensorFlow();
  const before = tf.memory().numTensors;
  const step = aStep(optimizer);
  const batch = aBatch();
  const losses = Array.from({ length: 25 }, () => step.run(batch, 0.003).loss);
  const held = tf.memory().numTensors;
  step.run(batch, 0.003);
  expect(tf.memory().numTensors).toBe(held);
  expect(losses.at(-1)).toBeLessThan(0.5 * (losses[0] ?? 0));
  step.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test.each(['adam', 'adamax'] as const)(
  '%s taken up from a checkpoint goes the way it would have gone',
  (optimizer) => {
    const batch = aBatch();
    const straight = aStep(optimizer);
    for (let i = 0; i < 3; i += 1) straight.run(batch, 0.002);
    const resumed = aStep(optimizer, snapshot(straight));
    const expected = [straight.run(batch, 0.002).loss, straight.run(batch, 0.002).loss];
    const found = [resumed.run(batch, 0.002).loss, resumed.run(batch, 0.002).loss];
    // the same kernels on the same numbers; threads may sum in another order
    expect(found[0]).toBeCloseTo(expected[0] ?? 0, 4);
    expect(found[1]).toBeCloseTo(expected[1] ?? 0, 3);
    straight.dispose();
    resumed.dispose();
  },
);

test('one kernel normalises a batch, and its gradient, as the textbook formula does', () => {
  const tf = loadTensorFlow();
  tf.tidy(() => {
    const normalise = createBatchNormaliser(tf);
    const x = tf.randomNormal<import('@tensorflow/tfjs-node-gpu').Rank.R4>([6, 5, 5, 3], 2, 3, 'float32', 4);
    const scale = tf.tensor1d([1, 0.5, 2]);
    const shift = tf.tensor1d([0, 1, -1]);
    const weights = tf.randomNormal([6, 5, 5, 3], 0, 1, 'float32', 5);
    const byFormula = (input: typeof x) => {
      const { mean, variance } = tf.moments(input, [0, 1, 2]);
      const centred = tf.div(tf.sub(input, mean), tf.sqrt(tf.add(variance, normalisationEpsilon)));
      return tf.sum(tf.mul(weights, tf.add(tf.mul(centred, scale), shift)));
    };
    const byKernel = (input: typeof x) => tf.sum(tf.mul(weights, normalise(input, scale, shift).output));
    const gap = (a: import('@tensorflow/tfjs-node-gpu').Tensor, b: typeof a) =>
      tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] ?? 1;
    // float32 sums of 450 terms
    expect(gap(byFormula(x), byKernel(x))).toBeLessThan(1e-2);
    const gradientGap = gap(
      tf.grad((input) => byFormula(input as typeof x))(x),
      tf.grad((input) => byKernel(input as typeof x))(x),
    );
    expect(gradientGap).toBeLessThan(1e-3);
  });
});

test('a trained network gives the same classes with its normalisation folded into the convolutions', async () => {
  const tf = loadTensorFlow();
  const step = aStep('adam');
  const batch = aBatch();
  for (let i = 0; i < 40; i += 1) step.run(batch, 0.003);
  const classifier = createClassifier(network, foldBatchNormalisation(network, step.readParameters()), {
    preprocessing,
    temperature: 1,
    familiarity: undefined,
  });
  const judged = await classifier.classifyImages(batch.images, batch.count);
  const rows = judged.map(({ probabilities }) => probabilities);
  const classes = rows.map((row) => Object.values(row).indexOf(Math.max(...Object.values(row))));
  expect(classes).toEqual([...batch.labels]);
  for (const row of rows) expect(Object.values(row).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
  const [alone] = await classifier.classifyImages(batch.images.subarray(0, 32 * 32 * 3), 1);
  const one = alone?.probabilities;
  // a cell's class does not depend on which cells share its batch
  expect(one?.benign).toBeCloseTo(rows[0]?.benign ?? 0, 4);
  classifier.dispose();
  step.dispose();
  expect(tf.memory().numBytes).toBeGreaterThanOrEqual(0);
});

/** A network that has learned a little, so that its statistics are its own. */
function aParent() {
  const step = aStep('adam');
  for (let i = 0; i < 10; i += 1) step.run(aBatch(), 0.003);
  const { parameters } = snapshot(step);
  step.dispose();
  return { parameters, averages: parameters };
}

test.each([
  ['head', /^head\//],
  ['last-blocks', /^(block[45]|head)\//],
] as const)('a training that learns %s leaves the rest bit for bit, statistics too', (learned, isLearned) => {
  const tf = loadTensorFlow();
  const before = tf.memory().numTensors;
  const parent = aParent();
  const step = aStep('adam', parent, learned);
  const losses = Array.from({ length: 12 }, () => step.run(aBatch(), 0.003).loss);
  const held = tf.memory().numTensors;
  step.run(aBatch(), 0.003);
  expect(tf.memory().numTensors).toBe(held);
  expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);
  const { parameters, averages, optimizerState } = snapshot(step);
  step.dispose();
  expect(tf.memory().numTensors).toBe(before);
  for (const found of [parameters, averages]) {
    expect([...found.keys()].toSorted()).toEqual([...parent.parameters.keys()].toSorted());
    for (const [name, { values }] of found) {
      const isSame = Buffer.from(values.buffer).equals(
        Buffer.from(parent.parameters.get(name)?.values.buffer ?? new ArrayBuffer(0)),
      );
      expect([name, isSame]).toEqual([name, !isLearned.test(name)]);
    }
  }
  const moments = [...optimizerState.tensors.keys()].map((name) => name.replace(/^(first|second)\//, ''));
  expect(moments.every((name) => isLearned.test(name))).toBe(true);
});

test('frozen layers give what they give in inference', async () => {
  const parent = aParent();
  const step = aStep('adam', parent, 'head');
  const batch = aBatch();
  const classifier = createClassifier(network, foldBatchNormalisation(network, parent.parameters), {
    preprocessing,
    temperature: 1,
    familiarity: undefined,
  });
  const { loss } = step.run(batch, 0.003);
  const outputs = await classifier.classifyImages(batch.images, batch.count);
  const smoothed = outputs.map(({ probabilities }, i) =>
    ['benign', 'early-pre-b', 'pre-b', 'pro-b'].reduce(
      (sum, name, at) =>
        sum -
        (0.1 / 4 + (at === batch.labels[i] ? 0.9 : 0)) *
          Math.log(probabilities[name as keyof typeof probabilities]),
      0,
    ),
  );
  classifier.dispose();
  step.dispose();
  // the same sums in another order: float32
  expect(loss).toBeCloseTo(smoothed.reduce((sum, one) => sum + one, 0) / batch.count, 4);
});
