import { resolve } from 'node:path';
import type { ComputeClient, ComputeOptions } from '../compute/computeClient.ts';
import type { Int8Outcome } from '../domain/engine.ts';
import { buildDataset, type SplitChoice } from './buildDataset.ts';

/** Makes the eight-bit copy of a classifier and measures it: ranges are taken from the training part of a dataset, the
 *  copy is measured on the validation part, and the test part is not looked at.
 *  @throws LabError 'folder-missing' | 'dataset-invalid' | 'model-corrupt' | 'runtime-missing' | 'cancelled' */
export async function quantizeModel(
  compute: ComputeClient,
  plan: { readonly datasetFolder: string; readonly modelFolder: string; readonly split: SplitChoice },
  options: ComputeOptions,
): Promise<Int8Outcome> {
  const { train, validation } = await buildDataset(resolve(plan.datasetFolder), plan.split);
  return compute.run(
    'quantizeModel',
    { modelFolder: plan.modelFolder, calibration: train, heldOut: validation },
    options,
  );
}
