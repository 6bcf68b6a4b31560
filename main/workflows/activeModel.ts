import { join } from 'node:path';
import { appendActivation, listActivations } from '../database/activations.ts';
import type { Db } from '../database/open.ts';
import { LabError } from '../domain/labError.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import type { Person } from '../domain/person.ts';
import { standingActivations } from '../domain/standingActivations.ts';
import type { ModelActivation } from '../domain/trainingRun.ts';
import { type ChosenModel, chooseModel } from './chooseModel.ts';
import { type InstalledModel, listModels, modelsFolder, readModel } from './listModels.ts';
import { whoActs } from './whoActs.ts';

/** A model that is installed at this station. */
export interface StationModel extends InstalledModel {
  /** it came with the program */
  readonly isShipped: boolean;
}

/** The models of this station: those that the program ships and those that were made here.
 *  @param ownFolder models that were trained or imported here */
export async function listStationModels(
  ownFolder: string,
  checkWeights = false,
): Promise<readonly StationModel[]> {
  const shipped = await listModels(checkWeights, modelsFolder);
  const own = await listModels(checkWeights, ownFolder);
  return [
    ...shipped.map((model) => ({ ...model, isShipped: true })),
    ...own.map((model) => ({ ...model, isShipped: false })),
  ].filter(({ task }) => task === 'classify-cells' || task === '?');
}

/** @returns the folder of a model of this station
 *  @throws LabError 'model-unknown' | 'model-corrupt' when its card cannot be read */
export async function findStationModel(ownFolder: string, fullName: string): Promise<string> {
  const models = await listStationModels(ownFolder);
  const model = models.find((one) => modelFullName(one) === fullName);
  if (model?.card !== undefined) return model.folder;
  if (model === undefined)
    throw new LabError('model-unknown', `There is no model ${fullName} at this station to go on from.`, {
      model: fullName,
    });
  throw new LabError(
    'model-corrupt',
    `No training can go on from ${fullName}: ${model.problem}. Install it again, or go on from another model.`,
    { model: fullName },
  );
}

/** The model that scans use: the one activated last; without any activation the newest that the program ships.
 *  @throws LabError 'model-unknown' when its folder is gone | 'model-corrupt' */
export async function readActiveModel(db: Db, ownFolder: string): Promise<ChosenModel> {
  const activation = listActivations(db).at(-1);
  if (activation === undefined) return chooseModel(undefined);
  const installed = await listStationModels(ownFolder);
  const model = installed.find(({ sha256 }) => sha256 === activation.sha256);
  if (model?.card !== undefined) return { folder: model.folder, card: model.card };
  throw new LabError(
    'model-unknown',
    `The active model ${activation.fullName} is not installed any more, or is damaged. Put its folder back, or activate another model.`,
    { model: activation.fullName },
  );
}

/** Back to the model that was active before the present one; again, and it goes one further back. What scans once used
 *  is not judged anew: a way back is always open.
 *  @param asker who asks; who works at the station unless given
 *  @throws LabError 'person-unknown' | 'argument-invalid' when there was none
 *  @throws LabError 'model-unknown' | 'model-corrupt' when its weights are not what its card says */
export async function rollBackModel(db: Db, ownFolder: string, asker?: Person): Promise<ModelActivation> {
  const { name: person } = whoActs(db, asker);
  const stack = standingActivations(listActivations(db));
  const [present, before] = [stack.at(-1), stack.at(-2)];
  if (present === undefined)
    throw new LabError(
      'argument-invalid',
      'No model was ever activated here: there is nothing to go back to.',
    );
  if (before !== undefined) {
    const { fullName, sha256 } = before;
    await requireSoundModel(ownFolder, (one) => one.sha256 === sha256, fullName);
    return appendActivation(db, { fullName, sha256, person, isRollback: true });
  }
  const { card } = await chooseModel(undefined);
  const fullName = modelFullName(card);
  if (card.weights.sha256 === present.sha256)
    throw new LabError(
      'argument-invalid',
      'This is the first model that was active here: there is nothing to go back to.',
    );
  return appendActivation(db, { fullName, sha256: card.weights.sha256, person, isRollback: true });
}

/** @throws LabError 'model-unknown' | 'model-corrupt' */
export async function requireSoundModel(
  ownFolder: string,
  isWanted: (model: InstalledModel) => boolean,
  fullName: string,
): Promise<InstalledModel> {
  const found = (await listStationModels(ownFolder)).find(isWanted);
  const model = found === undefined ? undefined : await readModel(found.folder, true);
  if (model === undefined)
    throw new LabError('model-unknown', `There is no model ${fullName} at this station.`, {
      model: fullName,
    });
  if (model.problem === undefined) return model;
  throw new LabError(
    'model-corrupt',
    `The model ${fullName} is damaged: ${model.problem}. Install or train it again.`,
    { model: fullName },
  );
}

/** Where a model that is trained here will lie. */
export function modelFolderOf(ownFolder: string, fullName: string): string {
  return join(ownFolder, fullName);
}
