import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { ComputeClient, ComputeOptions } from '../compute/computeClient.ts';
import type { DatasetParts } from '../domain/labelledImage.ts';
import { splitBySlide } from '../domain/slideSplit.ts';
import type { TrainingRequest, TrainingResult } from '../domain/trainingRequest.ts';
import { buildDataset, describeSplit, type SplitChoice } from './buildDataset.ts';
import { openExistingDatabase } from './openExistingDatabase.ts';
import { programVersion } from './programVersion.ts';
import { refuseFinishedModel } from './refuseFinishedModel.ts';
import { writeReviewedCells } from './writeReviewedCells.ts';

/** What a network learns from: labelled images, or the cells that people have reviewed. */
export type TrainingSource =
  | { readonly kind: 'folder'; readonly folder: string; readonly split: SplitChoice }
  | { readonly kind: 'reviews'; readonly databasePath: string; readonly seed: number };

/** How a network is trained and what its card says of the data. */
export interface TrainingPlan {
  readonly source: TrainingSource;
  readonly settings: Omit<TrainingRequest, 'train' | 'validation' | 'test' | 'dataset' | 'programVersion'>;
  readonly dataset: {
    readonly name: string | undefined;
    readonly terms: string | undefined;
    readonly citation: string | undefined;
  };
}

export interface TrainingOptions extends ComputeOptions {
  readonly signal: AbortSignal;
  readonly onParts: (parts: DatasetParts) => void;
}

/** Trains a classifier and writes a model folder.
 *  @throws LabError 'output-exists' when the folder holds a finished model
 *  @throws LabError 'dataset-invalid' and others of the data; 'training-failed' | 'cancelled' */
export async function trainModel(
  compute: ComputeClient,
  plan: TrainingPlan,
  options: TrainingOptions,
): Promise<TrainingResult> {
  const { source } = plan;
  await refuseFinishedModel(resolve(plan.settings.outputFolder));
  if (source.kind === 'folder') {
    const folder = resolve(source.folder);
    const parts = await buildDataset(folder, source.split);
    const described = { name: basename(folder), split: describeSplit(source.split) };
    return runTraining(compute, { plan, parts, described }, options);
  }
  const folder = await mkdtemp(join(tmpdir(), 'blastscope-reviewed-cells-'));
  try {
    const parts = await splitReviewedCells(source, folder, options);
    const split = `reviewed cells, 70/15/15 by slide, seed ${source.seed}`;
    const described = { name: basename(source.databasePath), split };
    return await runTraining(compute, { plan, parts, described }, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function splitReviewedCells(
  source: Extract<TrainingSource, { kind: 'reviews' }>,
  folder: string,
  { signal, onProgress }: TrainingOptions,
): Promise<DatasetParts> {
  const db = openExistingDatabase(source.databasePath);
  try {
    const items = await writeReviewedCells(db, folder, {
      signal,
      onSlide: (done, total, name) => onProgress?.({ done, total, detail: `slides cut: ${name}` }),
    });
    return splitBySlide(items, source.seed);
  } finally {
    db.close();
  }
}

function runTraining(
  compute: ComputeClient,
  given: {
    readonly plan: TrainingPlan;
    readonly parts: DatasetParts;
    readonly described: { readonly name: string; readonly split: string };
  },
  options: TrainingOptions,
): Promise<TrainingResult> {
  const { plan, parts, described } = given;
  options.onParts(parts);
  const request: TrainingRequest = {
    ...plan.settings,
    ...parts,
    outputFolder: resolve(plan.settings.outputFolder),
    programVersion,
    dataset: {
      name: plan.dataset.name ?? described.name,
      split: described.split,
      terms: plan.dataset.terms ?? 'not stated',
      citation: plan.dataset.citation ?? 'not stated',
    },
  };
  return compute.run('trainModel', request, options);
}
