import { resolve } from 'node:path';
import type { ComputeClient, ComputeOptions } from '../compute/computeClient.ts';
import type { EvaluateModelResult } from '../compute/messages.ts';
import type { EngineChoice } from '../domain/engine.ts';
import { buildDataset, type SplitChoice } from './buildDataset.ts';
import { listDataset } from './listDataset.ts';

/** What a classifier makes of a dataset folder, or of the test part of a split of it. Choose the fold that the
 *  model did not train on.
 *  @throws LabError 'folder-missing' | 'dataset-invalid' | 'model-corrupt' | 'cancelled' */
export async function evaluateModel(
  compute: ComputeClient,
  plan: {
    readonly datasetFolder: string;
    readonly modelFolder: string;
    readonly split: SplitChoice | undefined;
    readonly engine?: EngineChoice | undefined;
  },
  options: ComputeOptions,
): Promise<EvaluateModelResult> {
  const folder = resolve(plan.datasetFolder);
  const items =
    plan.split === undefined
      ? (await listDataset(folder)).map(({ path, cellClass }) => ({ path, cellClass }))
      : (await buildDataset(folder, plan.split)).test;
  return compute.run('evaluateModel', { items, modelFolder: plan.modelFolder, engine: plan.engine }, options);
}
