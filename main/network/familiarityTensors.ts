import type { Familiarity } from '../domain/familiarity.ts';
import type { Parameters } from './classifierParameters.ts';
import type { NamedTensor } from './weights.ts';

const whiteningName = 'familiarity/whitening';
const centresName = 'familiarity/centres';

/** Whether a tensor of weights.bin belongs to the measure of strange cells, not to the network. */
export function isFamiliarityTensor(name: string): boolean {
  return name === whiteningName || name === centresName;
}

export function familiarityTensors({
  featureCount,
  whitening,
  centres,
}: Familiarity): readonly NamedTensor[] {
  return [
    { name: whiteningName, shape: [featureCount, featureCount], values: whitening },
    { name: centresName, shape: [centres.length / featureCount, featureCount], values: centres },
  ];
}

/** @returns undefined when the weights hold none, or one of another form */
export function readFamiliarity(tensors: Parameters): Familiarity | undefined {
  const whitening = tensors.get(whiteningName);
  const centres = tensors.get(centresName);
  const featureCount = whitening?.shape[0] ?? 0;
  if (whitening === undefined || centres === undefined || featureCount === 0) return undefined;
  if (whitening.values.length !== featureCount ** 2 || centres.shape[1] !== featureCount) return undefined;
  return { featureCount, whitening: whitening.values, centres: centres.values };
}
