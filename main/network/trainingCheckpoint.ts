import { access, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type EpochRecord, epochRecordSchema } from '../domain/epochRecord.ts';
import { LabError } from '../domain/labError.ts';
import { type LearnedPart, learnedParts } from '../domain/learnedPart.ts';
import { type Preprocessing, preprocessingSchema } from '../domain/modelCard.ts';
import type { ClassifierNetwork } from './architecture.ts';
import type { Parameters } from './classifierParameters.ts';
import type { OptimizerState } from './trainingStep.ts';
import { loadWeights, saveWeights, writeWhole } from './weights.ts';

const stateSchema = z.object({
  preprocessing: preprocessingSchema,
  history: z.array(epochRecordSchema),
  best: epochRecordSchema,
  stepCount: z.int().nonnegative(),
  durationMs: z.number().nonnegative(),
  folder: z.string(),
  hasAverages: z.boolean().optional(),
  /** missing in checkpoints of a program before 0.4: all */
  learned: z.enum(learnedParts).optional(),
  /** missing in checkpoints of a program before 0.4 */
  origin: z.string().optional(),
});

/** All that a training needs to go on after its last whole epoch. */
export interface Checkpoint {
  readonly preprocessing: Preprocessing;
  readonly parameters: Parameters;
  /** undefined in checkpoints of a program before 0.4 */
  readonly averages: Parameters | undefined;
  readonly best: { readonly record: EpochRecord; readonly parameters: Parameters };
  readonly optimizerState: OptimizerState;
  readonly learned: LearnedPart;
  /** SHA-256 of the model that it goes on from, or 'scratch'; undefined in checkpoints of a program before 0.4 */
  readonly origin: string | undefined;
  readonly history: readonly EpochRecord[];
  readonly durationMs: number;
}

/** Writes a checkpoint beside the last one and then points state.json at it: a kill at any moment leaves
 *  the last whole one. Two folders take turns. */
export async function writeCheckpoint(
  folder: string,
  checkpoint: Checkpoint & { readonly network: ClassifierNetwork },
): Promise<void> {
  const turn = checkpoint.history.length % 2 === 0 ? 'even' : 'odd';
  const target = join(folder, turn);
  await mkdir(target, { recursive: true });
  await saveWeights(join(target, 'latest'), [...checkpoint.parameters.values()], checkpoint.network);
  if (checkpoint.averages !== undefined)
    await saveWeights(join(target, 'average'), [...checkpoint.averages.values()], checkpoint.network);
  await saveWeights(join(target, 'best'), [...checkpoint.best.parameters.values()], checkpoint.network);
  await saveWeights(join(target, 'optimizer'), [...checkpoint.optimizerState.tensors.values()], undefined);
  const state: z.infer<typeof stateSchema> = {
    preprocessing: checkpoint.preprocessing,
    history: [...checkpoint.history],
    best: checkpoint.best.record,
    stepCount: checkpoint.optimizerState.stepCount,
    durationMs: checkpoint.durationMs,
    folder: turn,
    hasAverages: checkpoint.averages !== undefined,
    learned: checkpoint.learned,
    origin: checkpoint.origin,
  };
  await writeWhole(join(folder, 'state.json'), `${JSON.stringify(state, undefined, 1)}\n`);
}

/** @returns undefined when the folder holds no checkpoint yet
 *  @throws LabError 'training-failed' when it holds one that cannot be read */
export async function readCheckpoint(folder: string): Promise<Checkpoint | undefined> {
  const path = join(folder, 'state.json');
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (!exists) return undefined;
  try {
    const state = stateSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    const source = join(folder, state.folder);
    const latest = await loadWeights(join(source, 'latest'), undefined);
    const averages =
      state.hasAverages === true ? await loadWeights(join(source, 'average'), undefined) : undefined;
    const best = await loadWeights(join(source, 'best'), undefined);
    const optimizer = await loadWeights(join(source, 'optimizer'), undefined);
    return {
      preprocessing: state.preprocessing,
      parameters: latest.tensors,
      averages: averages?.tensors,
      best: { record: state.best, parameters: best.tensors },
      optimizerState: { stepCount: state.stepCount, tensors: optimizer.tensors },
      learned: state.learned ?? 'all',
      origin: state.origin,
      history: state.history,
      durationMs: state.durationMs,
    };
  } catch (cause) {
    throw new LabError(
      'training-failed',
      `The checkpoint in ${folder} cannot be read. Remove that folder to start afresh, or train without --resume.`,
      { folder },
      { cause },
    );
  }
}
