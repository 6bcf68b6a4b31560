import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listActivations } from '../database/activations.ts';
import type { Db } from '../database/open.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import type { ModelSummary } from '../domain/trainingRun.ts';
import { listStationModels, readActiveModel } from './activeModel.ts';

export { listActivations as listModelActivations } from '../database/activations.ts';

/** The classifiers of this station, shipped ones first. */
export async function describeModels(db: Db, ownFolder: string): Promise<readonly ModelSummary[]> {
  const newest = listActivations(db).at(-1)?.sha256;
  // without an activation scans use the newest that the program ships
  const active = newest ?? (await readActiveModel(db, ownFolder).catch(() => undefined))?.card.weights.sha256;
  const models = await listStationModels(ownFolder);
  return Promise.all(
    models.map(async ({ folder, name, version, sha256, createdAt, card, problem, isShipped }) => ({
      fullName: modelFullName({ name, version }),
      ...{ name, version, sha256, createdAt, card, problem, isShipped },
      isActive: sha256 === active,
      sizeBytes: (await stat(join(folder, 'weights.bin')).catch(() => undefined))?.size,
    })),
  );
}
