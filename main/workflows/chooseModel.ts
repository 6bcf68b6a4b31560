import { resolve } from 'node:path';
import { LabError } from '../domain/labError.ts';
import type { ModelCard } from '../domain/modelCard.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import { type InstalledModel, listModels, modelsFolder, readModel } from './listModels.ts';

/** A classifier's folder and its card. */
export interface ChosenModel {
  readonly folder: string;
  readonly card: ModelCard;
}

/** The classifier that a name, a "name-version" or a folder stands for; of several versions of a name, and
 *  where nothing is named, the newest.
 *  @throws LabError 'model-unknown' naming what there is; 'model-corrupt' when its card cannot be read */
export async function chooseModel(wanted: string | undefined, folder = modelsFolder): Promise<ChosenModel> {
  const installed = await listModels(false, folder);
  const named = pickModel(installed, wanted);
  const model = named ?? (wanted === undefined ? undefined : await readModel(resolve(wanted), false));
  if (model === undefined) throw unknownModel(wanted, installed, folder);
  if (model.card === undefined) {
    if (model.problem === undefined)
      throw new LabError(
        'model-unknown',
        `${wanted} is no classifier: its task is ${model.task}. Choose another model.`,
      );
    throw new LabError(
      'model-corrupt',
      `The model ${model.folder} is damaged: ${model.problem}. Install it again.`,
    );
  }
  return { folder: model.folder, card: model.card };
}

/** The newest of the models that the name stands for, by creation date, then version. */
export function pickModel(
  models: readonly InstalledModel[],
  wanted: string | undefined,
): InstalledModel | undefined {
  const matching = models.filter((model) =>
    wanted === undefined
      ? model.card !== undefined
      : model.name === wanted || modelFullName(model) === wanted,
  );
  return matching.toSorted(byAge).at(-1);
}

function byAge(a: InstalledModel, b: InstalledModel): number {
  const [aDate, bDate] = [Date.parse(a.createdAt ?? ''), Date.parse(b.createdAt ?? '')].map(
    (date) => date || 0,
  );
  return (aDate ?? 0) - (bDate ?? 0) || a.version.localeCompare(b.version, 'en', { numeric: true });
}

function unknownModel(
  wanted: string | undefined,
  installed: readonly InstalledModel[],
  folder: string,
): LabError {
  const names = installed.filter((model) => model.task === 'classify-cells').map(modelFullName);
  const there =
    names.length === 0
      ? `There is none in ${folder}; train one with \`lab train\``
      : `There is: ${names.join(', ')}`;
  return new LabError(
    'model-unknown',
    wanted === undefined ? `${there}.` : `There is no model ${wanted}, and no such folder. ${there}.`,
    { model: wanted },
  );
}
