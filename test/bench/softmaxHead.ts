import { type CellClass, type ClassProbabilities, cellClasses } from '../../main/domain/cellClass.ts';

/** A head of a network: probabilities of a row of features. */
export type Head = (features: Float32Array) => ClassProbabilities;

/* Chosen once, on other stains and with pool and test exchanged: enough steps to come to rest. */
const stepCount = 150;
const learningRate = 0.03;
const weightDecay = 0.01;

/** Fits a softmax head to few examples, from nothing: Adam on all of them at once, with weight decay. */
export function fitHead(
  examples: readonly { readonly features: Float32Array; readonly cellClass: CellClass }[],
): Head {
  const length = (examples[0]?.features.length ?? 0) + 1;
  const weights = new Float64Array(length * cellClasses.length);
  const [mean, square] = [new Float64Array(weights.length), new Float64Array(weights.length)];
  for (let step = 1; step <= stepCount; step += 1) {
    const gradient = weights.map((weight) => weight * weightDecay);
    for (const { features, cellClass } of examples) {
      const probabilities = softmax(weights, features);
      for (const [at, one] of cellClasses.entries()) {
        const error = ((probabilities[at] ?? 0) - Number(one === cellClass)) / examples.length;
        const row = at * length;
        for (let i = 0; i < features.length; i += 1)
          gradient[row + i] = (gradient[row + i] as number) + error * (features[i] as number);
        gradient[row + length - 1] = (gradient[row + length - 1] as number) + error;
      }
    }
    for (const [i, slope] of gradient.entries()) {
      mean[i] = 0.9 * (mean[i] as number) + 0.1 * slope;
      square[i] = 0.99 * (square[i] as number) + 0.01 * slope * slope;
      const move = (mean[i] as number) / (1 - 0.9 ** step);
      const scale = Math.sqrt((square[i] as number) / (1 - 0.99 ** step)) + 1e-8;
      weights[i] = (weights[i] as number) - (learningRate * move) / scale;
    }
  }
  return (features) => {
    const [benign = 0, early = 0, pre = 0, pro = 0] = softmax(weights, features);
    return { benign, 'early-pre-b': early, 'pre-b': pre, 'pro-b': pro };
  };
}

function softmax(weights: Float64Array, features: Float32Array): readonly number[] {
  const length = features.length + 1;
  const logits = cellClasses.map((_, at) => {
    const row = at * length;
    let sum = weights[row + length - 1] as number;
    for (let i = 0; i < features.length; i += 1)
      sum += (weights[row + i] as number) * (features[i] as number);
    return sum;
  });
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const total = powers.reduce((sum, one) => sum + one, 0);
  return powers.map((one) => one / total);
}
