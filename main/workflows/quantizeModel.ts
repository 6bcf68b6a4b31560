import { resolve } from 'node:path';
import type { ComputeClient, ComputeOptions } from '../compute/computeClient.ts';
import type { Int8Outcome } from '../domain/engine.ts';
import type { ItemSplit } from '../domain/splitDatasetItems.ts';
import { buildDataset, type SplitChoice } from './buildDataset.ts';
import { readTrainingParts } from './datasets/readTrainingParts.ts';

/** What a copy is made and measured on: what its model was trained on, parted in the same way. */
export type QuantizationSource =
  | { readonly kind: 'folder'; readonly folder: string; readonly split: SplitChoice }
  | { readonly kind: 'lists'; readonly lists: readonly string[]; readonly split: ItemSplit };

/** Makes the eight-bit copy of a classifier and measures it: ranges are taken from the training part of a dataset, the
 *  copy is measured on the validation part, and the test part is not looked at.
 *  @throws LabError 'folder-missing' | 'dataset-invalid' | 'model-corrupt' | 'runtime-missing' | 'cancelled' */
export async function quantizeModel(
  compute: ComputeClient,
  { modelFolder, source }: { readonly modelFolder: string; readonly source: QuantizationSource },
  options: ComputeOptions,
): Promise<Int8Outcome> {
  const { train, validation } =
    source.kind === 'folder'
      ? await buildDataset(resolve(source.folder), source.split)
      : (await readTrainingParts(compute, source.lists, { split: source.split, options })).parts;
  return compute.run('quantizeModel', { modelFolder, calibration: train, heldOut: validation }, options);
}
