import type { LearnedPart } from '../domain/learnedPart.ts';
import type { ClassifierNetwork } from './architecture.ts';
import { createParameters, isStatistic } from './classifierParameters.ts';
import { countFrozenLayers, partParameters } from './frozenLayers.ts';

/** Indices of the tensors, cards and curves: some ten kilobytes a file. */
const textBytes = 1_000_000;

/** Bytes on disk of a training at its most: two checkpoints in turn, each the latest weights, their average, the best and
 *  the optimizer's two moments; the finished model with its measure of strange cells and its eight-bit copy; and the one
 *  file that is written beside its older self. */
export function computeTrainingBytes(network: ClassifierNetwork, learned: LearnedPart): number {
  const parameters = createParameters(network, 1);
  const bytesOf = (tensors: Iterable<{ readonly values: Float32Array }>) =>
    [...tensors].reduce((sum, { values }) => sum + values.byteLength, 0);
  const weightBytes = bytesOf(parameters.values());
  const trained = partParameters(network, parameters, countFrozenLayers(network, learned)).learned;
  const momentBytes = 2 * bytesOf([...trained].flatMap(([name, one]) => (isStatistic(name) ? [] : [one])));
  const checkpointBytes = 3 * weightBytes + momentBytes;
  const measureBytes = 4 * network.head.inputChannels * (network.head.inputChannels + network.classCount);
  const copyBytes = weightBytes / 2;
  return Math.ceil(
    2 * checkpointBytes +
      Math.max(weightBytes, momentBytes) +
      weightBytes +
      measureBytes +
      copyBytes +
      textBytes,
  );
}
