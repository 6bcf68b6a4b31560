import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComputeOptions } from '../compute/computeClient.ts';
import { appendAudit } from '../database/audit.ts';
import { listTrainingRuns, type TrainingOrder } from '../database/trainingRuns.ts';
import { LabError } from '../domain/labError.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import { isOpenTraining, type TrainingRun } from '../domain/trainingRun.ts';
import { listStationModels, modelFolderOf, readActiveModel } from './activeModel.ts';
import type { CarryOutOptions } from './carryOutTraining.ts';
import { pickModel } from './chooseModel.ts';
import { describeLabels } from './describeLabels.ts';
import { refuseFinishedModel } from './refuseFinishedModel.ts';
import { type RunOutcome, runTraining, type TrainingTools } from './runTraining.ts';

/** What is asked for; the parent a name or name-version, undefined the active model. */
export type RetrainOrder = Omit<TrainingOrder, 'parent'> & { readonly parent: string | undefined };

export interface RetrainOptions extends ComputeOptions {
  readonly signal: AbortSignal;
  /** in whose name the verdict is kept */
  readonly person: string;
  readonly preflight: NonNullable<CarryOutOptions['preflight']>;
  /** told of what the run is, as the window would be */
  readonly onChange: (part: Partial<TrainingRun>) => void;
}

/** Trains on from a model of the station with its reviewed cells, and has the gate judge what came of it. The same again
 *  goes on where it was stopped, with the same cells.
 *  @returns undefined when only the preflight was asked for
 *  @throws LabError 'dataset-invalid' saying how many cells are lacking; 'model-unknown' | 'model-corrupt' of the parent
 *  @throws LabError 'output-exists' when there is a model of this name, or a training of it in the app
 *  @throws LabError 'training-busy' | 'memory-short' | 'disk-full' | 'training-failed' | 'cancelled' */
export async function retrain(
  tools: TrainingTools & { readonly folders: { readonly training: string } },
  order: RetrainOrder,
  { signal, person, preflight, onChange }: RetrainOptions,
): Promise<RunOutcome | undefined> {
  const { db, folders } = tools;
  const { problem } = describeLabels(db);
  if (problem !== undefined) throw new LabError('dataset-invalid', problem);
  const fullName = modelFullName(order);
  await refuseFinishedModel(modelFolderOf(folders.models, fullName));
  const runFolder = join(folders.training, `retrain-${fullName}`);
  refuseAppTraining(tools, fullName, runFolder);
  const parent = await findParent(tools, order.parent);
  await mkdir(folders.models, { recursive: true });
  if (!preflight.isOnly)
    appendAudit(db, {
      ...{ actor: person, action: 'training-started', subject: fullName },
      details: { model: fullName, parent },
    });
  let epochs: TrainingRun['epochs'] = [];
  return runTraining(
    tools,
    { ...order, parent },
    {
      ...{ runFolder, signal, person, preflight },
      change: (part) => {
        epochs = part.epochs ?? epochs;
        onChange(part);
      },
      epochsSoFar: () => epochs,
    },
  );
}

/** The checkpoints of a training of the app are of other cells. */
function refuseAppTraining({ db, folders }: TrainingTools, fullName: string, runFolder: string): void {
  const ofApp = listTrainingRuns(db).find(({ modelName }) => modelName === fullName);
  const isBegun = existsSync(modelFolderOf(folders.models, fullName)) && !existsSync(runFolder);
  if (ofApp === undefined ? !isBegun : !isOpenTraining(ofApp) && !isBegun) return;
  throw new LabError(
    'output-exists',
    `A training of ${fullName} was begun elsewhere. Go on with it in the app, or choose another version.`,
    { model: fullName },
  );
}

/** @returns the full name of the model that is meant
 *  @throws LabError 'model-unknown' naming what there is */
async function findParent({ db, folders }: TrainingTools, wanted: string | undefined): Promise<string> {
  if (wanted === undefined) return modelFullName((await readActiveModel(db, folders.models)).card);
  const models = await listStationModels(folders.models);
  const parent = pickModel(models, wanted);
  if (parent !== undefined) return modelFullName(parent);
  throw new LabError(
    'model-unknown',
    `There is no model ${wanted} at this station. There is: ${models.map(modelFullName).join(', ')}.`,
    { model: wanted },
  );
}
