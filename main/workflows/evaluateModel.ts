import { resolve } from 'node:path';
import type { ComputeClient, ComputeOptions } from '../compute/computeClient.ts';
import type { EvaluateModelResult } from '../compute/messages.ts';
import type { DatasetItem } from '../domain/datasetItem.ts';
import type { EngineChoice } from '../domain/engine.ts';
import { LabError } from '../domain/labError.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import { countProposals } from '../domain/proposalCounts.ts';
import { buildDataset, type SplitChoice } from './buildDataset.ts';
import { labelItems } from './datasets/readTrainingParts.ts';
import { listDataset } from './listDataset.ts';
import { readItems } from './readDatasetList.ts';

/** The labelled images that a model is measured on. */
export type EvaluationSource =
  | { readonly kind: 'folder'; readonly folder: string; readonly split: SplitChoice | undefined }
  /** items of dataset lists: all, or those of one fold or of a part that the authors made */
  | {
      readonly kind: 'lists';
      readonly lists: readonly string[];
      readonly fold: number | undefined;
      readonly part: DatasetItem['part'];
    };

export interface EvaluationPlan {
  readonly source: EvaluationSource;
  readonly modelFolder: string;
  readonly engine?: EngineChoice | undefined;
}

/** What a classifier makes of labelled images. Choose a fold or a part that the model did not train on.
 *  @throws LabError 'folder-missing' | 'file-missing' | 'dataset-invalid' | 'model-corrupt' | 'cancelled' */
export async function evaluateModel(
  compute: ComputeClient,
  { source, modelFolder, engine }: EvaluationPlan,
  options: ComputeOptions,
) {
  const items = await readSource(compute, source, options);
  return evaluateItems(compute, { items, modelFolder, engine }, options);
}

/** As evaluateModel, of items that are known. */
export async function evaluateItems(
  compute: ComputeClient,
  request: {
    readonly items: readonly LabelledImage[];
    readonly modelFolder: string;
    readonly engine?: EngineChoice | undefined;
  },
  options: ComputeOptions,
): Promise<EvaluateModelResult & { readonly proposed: ReturnType<typeof countProposals> }> {
  const result = await compute.run('evaluateModel', request, options);
  return { ...result, proposed: countProposals(request.items, result.proposals) };
}

async function readSource(
  compute: ComputeClient,
  source: EvaluationSource,
  options: ComputeOptions,
): Promise<readonly LabelledImage[]> {
  if (source.kind === 'lists') {
    const { lists, fold, part } = source;
    const items = (await readItems(lists)).filter(
      (item) => (fold === undefined || item.fold === fold) && (part === undefined || item.part === part),
    );
    if (items.length > 0) return labelItems(compute, items, options);
    throw new LabError('dataset-invalid', `No item of ${lists.join(', ')} is of that fold and part.`);
  }
  const folder = resolve(source.folder);
  if (source.split !== undefined) return (await buildDataset(folder, source.split)).test;
  return (await listDataset(folder)).map(({ path, cellClass }) => ({ path, cellClass }));
}
