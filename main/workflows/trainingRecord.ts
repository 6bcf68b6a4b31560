import { existsSync } from 'node:fs';
import { newId } from '../database/newId.ts';
import type { Db } from '../database/open.ts';
import { listHeldTrainings, type TrainingOrder, updateTrainingRun } from '../database/trainingRuns.ts';
import { LabError } from '../domain/labError.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import type { TrainingRun } from '../domain/trainingRun.ts';
import { listStationModels, modelFolderOf } from './activeModel.ts';

/* What trainings of the window and of a terminal are noted by in common. */

/** A training that nothing is known of but what was asked for. */
export function newTrainingRun(order: TrainingOrder, startedBy: string): TrainingRun {
  return {
    ...{ id: newId(), modelName: modelFullName(order), state: 'waiting', startedBy },
    ...{ startedAt: new Date().toISOString(), finishedAt: undefined, parentName: order.parent ?? undefined },
    ...(order.parent === null ? {} : { learned: order.learned ?? 'all' }),
    ...{ epochCount: order.epochs, partCounts: undefined, splitNote: undefined, epochs: [] },
    ...{ chosenEpoch: undefined, doneFraction: 0, detail: '', remainingMs: undefined, failure: undefined },
    ...{ validationFigures: undefined, testFigures: undefined, activeFigures: undefined },
  };
}

/** A training as it goes on: what it came to last time is of no more interest. */
export function goingOn(run: TrainingRun): TrainingRun {
  return { ...run, finishedAt: undefined, failure: undefined };
}

/** What an error makes of a training. */
export function endedBy(error: unknown): Partial<TrainingRun> {
  const isStopped = error instanceof LabError && error.code === 'cancelled';
  return {
    state: isStopped ? 'cancelled' : 'failed',
    finishedAt: new Date().toISOString(),
    remainingMs: undefined,
    failure: isStopped
      ? undefined
      : {
          code: error instanceof LabError ? error.code : 'training-failed',
          message: error instanceof Error ? error.message : String(error),
        },
  };
}

/** Notes trainings as failed whose process is no more: it could not say so.
 *  @returns them as they are now */
export function settleLostTrainings(db: Db): readonly TrainingRun[] {
  const lost = listHeldTrainings(db).filter(({ isAlive }) => !isAlive);
  return lost.map(({ run }) => {
    const failed: TrainingRun = {
      ...run,
      state: 'failed',
      finishedAt: new Date().toISOString(),
      remainingMs: undefined,
      failure: {
        code: run.isAtTerminal === true ? 'training-failed' : 'station-lost',
        message: 'The program ended during this training. Resume it: it goes on after its last whole epoch.',
      },
    };
    updateTrainingRun(db, failed);
    return failed;
  });
}

/** @throws LabError 'output-exists' when there is a model of this name, or the beginning of one */
export async function refuseTakenName(modelsFolder: string, modelName: string): Promise<void> {
  const models = await listStationModels(modelsFolder);
  const isTaken = models.some((one) => modelFullName(one) === modelName);
  if (isTaken || existsSync(modelFolderOf(modelsFolder, modelName)))
    throw new LabError('output-exists', `There is a model ${modelName} already. Choose another version.`);
}
