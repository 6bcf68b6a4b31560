import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { ComputeClient } from '../compute/computeClient.ts';
import { partsWithoutClass } from '../domain/datasetSplit.ts';
import { LabError } from '../domain/labError.ts';
import type { DatasetParts } from '../domain/labelledImage.ts';
import { splitBySlide } from '../domain/slideSplit.ts';
import type { ItemSplit } from '../domain/splitDatasetItems.ts';
import type { TrainingRequest, TrainingResult } from '../domain/trainingRequest.ts';
import { buildDataset, describeSplit, type SplitChoice } from './buildDataset.ts';
import { type CarryOutOptions, carryOutTraining } from './carryOutTraining.ts';
import { readLearnedCells, readTrainingParts } from './datasets/readTrainingParts.ts';
import { openExistingDatabase } from './openExistingDatabase.ts';
import { programVersion } from './programVersion.ts';
import { refuseFinishedModel } from './refuseFinishedModel.ts';
import { describeLeftOut, readControlHashesFrom, withoutControlItems } from './withoutControlItems.ts';
import { writeLearnableCells } from './writeLearnableCells.ts';

/** What a network learns from: labelled images, or the cells that people have reviewed. */
export type TrainingSource =
  | {
      readonly kind: 'folder';
      readonly folder: string;
      readonly split: SplitChoice;
      /** database whose control sets must not be learned */
      readonly controlDatabase?: string | undefined;
    }
  /** dataset lists, of cells or of whole fields */
  | {
      readonly kind: 'lists';
      readonly lists: readonly string[];
      /** what the lists' folds are, for the card */
      readonly foldName?: string | undefined;
      readonly split: ItemSplit;
      /** lists of cells of other sources, of which so many are learned an epoch */
      readonly besides?: { readonly lists: readonly string[]; readonly perEpoch: number } | undefined;
      readonly controlDatabase?: string | undefined;
    }
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

export interface TrainingOptions extends CarryOutOptions {
  readonly signal: AbortSignal;
  readonly onParts: (parts: DatasetParts) => void;
  /** pictures or slides that a control set keeps from being learned; not called when there is none */
  readonly onLeftOut?: (what: string) => void;
}

/** Trains a classifier and writes a model folder.
 *  @returns undefined when only what it would take was asked for
 *  @throws LabError 'output-exists' when the folder holds a finished model; 'training-busy' when another process trains
 *  into it; 'disk-full' | 'memory-short' before it begins
 *  @throws LabError 'dataset-invalid' and others of the data; 'training-failed' | 'cancelled' */
export async function trainModel(
  compute: ComputeClient,
  plan: TrainingPlan,
  options: TrainingOptions,
): Promise<TrainingResult | undefined> {
  const { source } = plan;
  await refuseFinishedModel(resolve(plan.settings.outputFolder));
  if (source.kind === 'folder') {
    const folder = resolve(source.folder);
    const { parts, leftOut } = await leaveControlOut(
      await buildDataset(folder, source.split),
      source.controlDatabase,
    );
    if (leftOut !== '') options.onLeftOut?.(leftOut);
    const described = { name: basename(folder), split: joinNotes(describeSplit(source.split), leftOut) };
    return runTraining(compute, { plan, parts, described }, options);
  }
  if (source.kind === 'lists') {
    const read = await readTrainingParts(compute, source.lists, { split: source.split, options });
    const { parts, leftOut } = await leaveControlOut(read.parts, source.controlDatabase);
    const unmeasured = read.leftOutCount === 0 ? '' : `${read.leftOutCount} cells without a ruler left out`;
    for (const what of [leftOut, unmeasured]) if (what !== '') options.onLeftOut?.(what);
    const described = {
      name: source.lists.map((list) => basename(list, '.jsonl')).join(', '),
      split: joinNotes(joinNotes(nameFolds(source.foldName, read.description), leftOut), unmeasured),
    };
    const besides = await readBesides(compute, source, options);
    return runTraining(compute, { plan, parts, described, besides }, options);
  }
  const folder = await mkdtemp(join(tmpdir(), 'blastscope-reviewed-cells-'));
  try {
    const { parts, leftOut } = await splitReviewedCells(source, folder, options);
    if (leftOut !== '') options.onLeftOut?.(leftOut);
    const split = joinNotes(`reviewed cells, 70/15/15 by slide, seed ${source.seed}`, leftOut);
    const described = { name: basename(source.databasePath), split };
    return await runTraining(compute, { plan, parts, described }, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws LabError 'dataset-invalid' when there is no cell to learn in them */
async function readBesides(
  compute: ComputeClient,
  { besides, controlDatabase }: Extract<TrainingSource, { kind: 'lists' }>,
  options: TrainingOptions,
): Promise<TrainingRequest['besides']> {
  if (besides === undefined) return undefined;
  const cells = await readLearnedCells(compute, besides.lists, options);
  if (controlDatabase === undefined) return { items: cells, perEpoch: besides.perEpoch };
  const { items, leftOutCount } = await withoutControlItems(cells, readControlHashesFrom(controlDatabase));
  const leftOut = describeLeftOut(leftOutCount, 'picture');
  if (leftOut !== '') options.onLeftOut?.(leftOut);
  return { items, perEpoch: besides.perEpoch };
}

interface LearnableParts {
  readonly parts: DatasetParts;
  /** as describeLeftOut says it */
  readonly leftOut: string;
}

/** Pictures of the control sets are never learned, in whichever folder they lie.
 *  @throws LabError 'dataset-invalid' when a part has a class no more */
async function leaveControlOut(
  parts: DatasetParts,
  controlDatabase: string | undefined,
): Promise<LearnableParts> {
  if (controlDatabase === undefined) return { parts, leftOut: '' };
  const control = readControlHashesFrom(controlDatabase);
  const [train, validation, test] = [
    await withoutControlItems(parts.train, control),
    await withoutControlItems(parts.validation, control),
    await withoutControlItems(parts.test, control),
  ];
  const kept = { train: train.items, validation: validation.items, test: test.items };
  const [lacking] = partsWithoutClass(kept);
  if (lacking !== undefined)
    throw new LabError(
      'dataset-invalid',
      `Without the pictures of the control set the ${lacking.part} part has none of ${lacking.missing.join(', ')}. Add pictures to the dataset.`,
    );
  const leftOutCount = train.leftOutCount + validation.leftOutCount + test.leftOutCount;
  return { parts: kept, leftOut: describeLeftOut(leftOutCount, 'picture') };
}

function nameFolds(name: string | undefined, description: string): string {
  return name === undefined ? description : `${name}, ${description}`;
}

function joinNotes(split: string, leftOut: string): string {
  return leftOut === '' ? split : `${split}; ${leftOut}`;
}

async function splitReviewedCells(
  source: Extract<TrainingSource, { kind: 'reviews' }>,
  folder: string,
  { signal, onProgress }: TrainingOptions,
): Promise<LearnableParts> {
  const db = openExistingDatabase(source.databasePath);
  try {
    const { items, leftOutCount } = await writeLearnableCells(db, folder, {
      signal,
      onSlide: (done, total, name) => onProgress?.({ done, total, detail: `slides cut: ${name}` }),
    });
    return { parts: splitBySlide(items, source.seed), leftOut: describeLeftOut(leftOutCount, 'slide') };
  } finally {
    db.close();
  }
}

function runTraining(
  compute: ComputeClient,
  given: {
    readonly plan: TrainingPlan;
    readonly parts: DatasetParts;
    readonly besides?: TrainingRequest['besides'];
    readonly described: { readonly name: string; readonly split: string };
  },
  options: TrainingOptions,
): Promise<TrainingResult | undefined> {
  const { plan, parts, described, besides } = given;
  options.onParts(parts);
  const request: TrainingRequest = {
    ...plan.settings,
    ...parts,
    besides,
    outputFolder: resolve(plan.settings.outputFolder),
    programVersion,
    dataset: {
      name: plan.dataset.name ?? described.name,
      split: described.split,
      terms: plan.dataset.terms ?? 'not stated',
      citation: plan.dataset.citation ?? 'not stated',
    },
  };
  return carryOutTraining(compute, request, options);
}
