import { hostname } from 'node:os';
import { onTestFinished, vi } from 'vitest';
import type { Db } from '../../main/database/db.ts';
import type { TrainingOrder } from '../../main/database/trainingRuns.ts';
import type { TrainingEpoch, TrainingRun } from '../../main/domain/trainingRun.ts';
import { createTrainingDesk } from '../../main/workflows/trainingDesk.ts';
import { aFakeCompute, aScannedLab, type FakeCompute, reviewAll } from './aReviewedLab.ts';

/** Two epochs from scratch. */
export const order: TrainingOrder = {
  ...{ name: 'mine', version: '1.0.0', parent: null, epochs: 2 },
  ...{ optimizer: 'adam', learningRate: 0.001, seed: 1 },
};

export type Lab = Awaited<ReturnType<typeof aScannedLab>>;

/** Has all trainings that are at work be those of another process of this machine. */
export function holdBy(db: Db, { processId }: { readonly processId: number }): void {
  db.prepare("UPDATE training_runs SET holder = ? WHERE state IN ('preparing', 'running')").run(
    JSON.stringify({ processId, host: hostname() }),
  );
}

/** Twelve cells, three of each class. */
export async function aLabToLearnFrom(slideCount = 1): Promise<Lab> {
  const lab = await aScannedLab({ slideCount, cellsPerSlide: slideCount === 1 ? 12 : 4 });
  reviewAll(lab.db, lab.slideIds);
  return lab;
}

/** The desk of a lab over a compute process that does what the test says. */
export function aDesk({ db, folders }: Lab, compute: FakeCompute = aFakeCompute()) {
  const told: TrainingRun[] = [];
  const onModels = vi.fn();
  const desk = createTrainingDesk({
    ...{ db, folders, compute: compute.client },
    ...{ onRun: (run: TrainingRun) => told.push(run), onModels },
  });
  onTestFinished(() => desk.dispose());
  const whenIdle = async () => {
    while (desk.isBusy) await new Promise((resume) => setTimeout(resume, 5));
  };
  return { desk, compute, told, onModels, whenIdle };
}

export function anEpoch(epoch: number): TrainingEpoch {
  return {
    ...{ epoch, trainLoss: 1 / epoch, trainAccuracy: 0.5 },
    ...{ validationLoss: 1 / epoch, validationAccuracy: 0.5, validationMacroF1: 0.5 },
  };
}
