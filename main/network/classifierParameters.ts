import { createRandom, normalNumber } from '../domain/randomNumbers.ts';
import type { ClassifierNetwork } from './architecture.ts';
import { normalisationEpsilon } from './fusedBatchNormalisation.ts';
import type { NamedTensor } from './weights.ts';

/** Parameters by name: `block1/conv1/kernel` [3, 3, in, out], `…/bias` [out], or with batch normalisation
 *  `…/scale`, `…/shift`, `…/mean`, `…/variance` [out]; `head/kernel` [in, classes], `head/bias` [classes]. */
export type Parameters = ReadonlyMap<string, NamedTensor>;

/** The running statistics of batch normalisation: kept with the weights, not trained by gradients. */
export function isStatistic(name: string): boolean {
  return name.endsWith('/mean') || name.endsWith('/variance');
}

/** Fresh parameters: He-normal kernels (He et al. 2015, arXiv 1502.01852), zero biases. */
export function createParameters(network: ClassifierNetwork, seed: number): Parameters {
  const random = createRandom(seed);
  const tensors: NamedTensor[] = [];
  const filled = (name: string, length: number, value: number) =>
    tensors.push({ name, shape: [length], values: new Float32Array(length).fill(value) });
  for (const layer of network.layers) {
    if (layer.kind === 'max-pool') continue;
    const shape = [layer.kernelPx, layer.kernelPx, layer.inputChannels, layer.filters] as const;
    const deviation = Math.sqrt(2 / (layer.kernelPx ** 2 * layer.inputChannels));
    tensors.push(randomTensor(`${layer.name}/kernel`, shape, () => deviation * normalNumber(random)));
    if (layer.batchNormalisation) {
      filled(`${layer.name}/scale`, layer.filters, 1);
      filled(`${layer.name}/shift`, layer.filters, 0);
      filled(`${layer.name}/mean`, layer.filters, 0);
      filled(`${layer.name}/variance`, layer.filters, 1);
    } else {
      filled(`${layer.name}/bias`, layer.filters, 0);
    }
  }
  const { inputChannels, classCount } = network.head;
  tensors.push(
    randomTensor(
      'head/kernel',
      [inputChannels, classCount],
      () => normalNumber(random) / Math.sqrt(inputChannels),
    ),
  );
  filled('head/bias', classCount, 0);
  return new Map(tensors.map((tensor) => [tensor.name, tensor]));
}

function randomTensor(name: string, shape: readonly number[], draw: () => number): NamedTensor {
  const length = shape.reduce((product, size) => product * size, 1);
  return { name, shape, values: Float32Array.from({ length }, draw) };
}

/** The same function without batch normalisation: its running statistics are multiplied into the kernels
 *  and added to the biases, so that inference is thirteen plain convolutions. */
export function foldBatchNormalisation(network: ClassifierNetwork, parameters: Parameters): Parameters {
  const folded = new Map<string, NamedTensor>();
  for (const name of ['head/kernel', 'head/bias']) folded.set(name, parameter(parameters, name));
  for (const layer of network.layers) {
    if (layer.kind === 'max-pool') continue;
    const kernel = parameter(parameters, `${layer.name}/kernel`);
    if (!layer.batchNormalisation) {
      folded.set(kernel.name, kernel);
      folded.set(`${layer.name}/bias`, parameter(parameters, `${layer.name}/bias`));
      continue;
    }
    const [scale, shift, mean, variance] = ['scale', 'shift', 'mean', 'variance'].map(
      (part) => parameter(parameters, `${layer.name}/${part}`).values,
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const gain = scale.map((value, i) => value / Math.sqrt((variance[i] ?? 0) + normalisationEpsilon));
    const values = kernel.values.map((value, i) => value * (gain[i % layer.filters] ?? 0));
    const bias = shift.map((value, i) => value - (mean[i] ?? 0) * (gain[i] ?? 0));
    folded.set(kernel.name, { ...kernel, values });
    folded.set(`${layer.name}/bias`, { name: `${layer.name}/bias`, shape: [layer.filters], values: bias });
  }
  return folded;
}

/** The same network with each class's logit moved.
 *  @param shifts [classes], added to the bias of the last layer */
export function shiftClasses(parameters: Parameters, shifts: readonly number[]): Parameters {
  const bias = parameter(parameters, 'head/bias');
  const values = bias.values.map((value, i) => value + (shifts[i] ?? 0));
  return new Map([...parameters, [bias.name, { ...bias, values }]]);
}

/** @throws Error, a bug or another network's weights, when there is none of that name */
export function parameter(parameters: Parameters, name: string): NamedTensor {
  const found = parameters.get(name);
  if (found === undefined) throw new Error(`The weights have no tensor ${name}`);
  return found;
}
