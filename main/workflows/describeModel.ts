import { listActivations } from '../database/activations.ts';
import { listVerdicts } from '../database/gateVerdicts.ts';
import type { Db } from '../database/open.ts';
import type { GateVerdict } from '../domain/gateVerdict.ts';
import { LabError } from '../domain/labError.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import type { ModelActivation } from '../domain/trainingRun.ts';
import { listStationModels, type StationModel } from './activeModel.ts';
import { describeLineage } from './describeLineage.ts';
import { readModel } from './listModels.ts';
import { readTestVectors } from './testVectorsFile.ts';

/** All that is known of one installed model. */
export interface DescribedModel extends Omit<StationModel, 'name' | 'version'> {
  readonly fullName: string;
  /** itself, what it goes on from, and so on */
  readonly lineage: readonly string[];
  /** test vectors beside it; undefined when none were kept */
  readonly testVectorCount: number | undefined;
  /** newest last */
  readonly activations: readonly ModelActivation[];
  readonly verdicts: readonly GateVerdict[];
}

/** Reads a model of this station whole: card, hash, lineage, what became of it here.
 *  @param db undefined: without what became of it
 *  @throws LabError 'model-unknown' naming what there is */
export async function describeModel(
  db: Db | undefined,
  ownFolder: string,
  fullName: string,
): Promise<DescribedModel> {
  const models = await listStationModels(ownFolder);
  const found = models.find((one) => modelFullName(one) === fullName);
  const checked = found === undefined ? undefined : await readModel(found.folder, true);
  if (found === undefined || checked === undefined)
    throw new LabError(
      'model-unknown',
      `There is no model ${fullName} at this station. There is: ${models.map(modelFullName).join(', ')}.`,
      { model: fullName },
    );
  const { vectors, problem } = await readTestVectors(found.folder, found.sha256);
  const { name: _name, version: _version, ...model } = { ...checked, isShipped: found.isShipped };
  const cardOf = (wanted: string) => models.find((one) => modelFullName(one) === wanted)?.card;
  return {
    ...model,
    fullName,
    problem: checked.problem ?? problem,
    lineage: describeLineage(db, fullName, cardOf),
    testVectorCount: vectors?.vectors.length,
    activations: db === undefined ? [] : listActivations(db).filter(({ sha256 }) => sha256 === found.sha256),
    verdicts: db === undefined ? [] : listVerdicts(db, found.sha256),
  };
}
