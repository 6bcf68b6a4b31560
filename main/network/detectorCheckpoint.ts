import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import { createDetectorWeights } from './detectorNetwork.ts';
import type { DetectorTrainingState } from './detectorTraining.ts';
import { loadWeights, type NamedTensor, saveWeights } from './weights.ts';

/** The weights that did best on the held-out fields so far. */
export interface ChosenWeights {
  /** the higher the better the fields' cells are parted from the rest, 0..1 */
  readonly margin: number;
  readonly step: number;
  readonly weights: readonly NamedTensor[];
}

export interface DetectorCheckpoint {
  readonly state: DetectorTrainingState;
  readonly best: ChosenWeights;
}

const progressSchema = z.object({ stepCount: z.int(), bestMargin: z.number(), bestStep: z.int() });

/** Writes all that training goes on from. */
export async function saveDetectorCheckpoint(folder: string, checkpoint: DetectorCheckpoint): Promise<void> {
  const { state, best } = checkpoint;
  const moments = (values: readonly Float32Array[]) =>
    state.weights.map((one, at) => ({ ...one, values: values[at] ?? new Float32Array(one.values.length) }));
  const parts = {
    weights: state.weights,
    averaged: state.averaged,
    first: moments(state.firstMoments),
    second: moments(state.secondMoments),
    best: best.weights,
  };
  const tensors = Object.entries(parts).flatMap(([part, list]) =>
    list.map((one) => ({ ...one, name: `${part}/${one.name}` })),
  );
  await saveWeights(folder, tensors, {
    stepCount: state.stepCount,
    bestMargin: best.margin,
    bestStep: best.step,
  });
}

/** Reads what saveDetectorCheckpoint wrote; undefined where there is none yet.
 *  @throws LabError 'model-corrupt' when it is damaged or of another network */
export async function loadDetectorCheckpoint(folder: string): Promise<DetectorCheckpoint | undefined> {
  const present = await access(join(folder, 'model.json')).then(
    () => true,
    () => false,
  );
  if (!present) return undefined;
  const { tensors, network } = await loadWeights(folder, undefined);
  const progress = progressSchema.safeParse(network);
  if (!progress.success)
    throw new LabError('model-corrupt', `The checkpoint in ${folder} is damaged. Train without resuming.`, {
      folder,
    });
  const list = (part: string): readonly NamedTensor[] =>
    createDetectorWeights(0).map(({ name, shape }) => {
      const found = tensors.get(`${part}/${name}`);
      if (found === undefined || found.shape.join() !== shape.join()) {
        throw new LabError(
          'model-corrupt',
          `The checkpoint in ${folder} is of another network: ${name} does not fit. Train without resuming.`,
          { folder },
        );
      }
      return { name, shape, values: found.values };
    });
  return {
    state: {
      weights: list('weights'),
      averaged: list('averaged'),
      firstMoments: list('first').map((one) => one.values),
      secondMoments: list('second').map((one) => one.values),
      stepCount: progress.data.stepCount,
    },
    best: { margin: progress.data.bestMargin, step: progress.data.bestStep, weights: list('best') },
  };
}
