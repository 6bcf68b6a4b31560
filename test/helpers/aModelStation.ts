import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ComputeClient } from '../../main/compute/computeClient.ts';
import type { Db } from '../../main/database/open.ts';
import { updateSettings } from '../../main/database/settings.ts';
import { type ExportedModel, exportModel } from '../../main/workflows/exportModel.ts';
import { type ImportedModel, importModel } from '../../main/workflows/importModel.ts';
import { aScratchFolder } from './aSmearFolder.ts';
import { writeTinyModel } from './aTinyModel.ts';
import { openTempDatabase } from './openTempDatabase.ts';

/** What aModelStation calls its model. */
export const tinyName = 'tiny-0.0.1';

export interface ModelStation {
  readonly data: string;
  readonly ownFolder: string;
  readonly db: Db;
  /** the tiny model, below the station's folder */
  exportTo(out: string): Promise<ExportedModel>;
  importFrom(path: string): Promise<ImportedModel>;
  /** names in the folder of models */
  installed(): readonly string[];
}

/** A station on disk with tiny models of its own, tiny-0.0.1 and so on.
 *  @param seeds one a model */
export async function aModelStation(
  compute: ComputeClient,
  seeds: readonly number[] = [1],
): Promise<ModelStation> {
  const data = await aScratchFolder();
  const ownFolder = join(data, 'models');
  for (const seed of seeds) await writeTinyModel(join(ownFolder, `tiny-0.0.${seed}`), seed);
  const db = openTempDatabase(join(data, 'lab.db'));
  updateSettings(db, { person: { name: 'Ada', role: 'model-steward' } });
  return {
    ...{ data, ownFolder, db },
    exportTo: (out: string) =>
      exportModel({ compute, ownFolder }, { fullName: tinyName, out: join(data, out), mayReplace: false }),
    importFrom: (path: string) => importModel({ db, compute, ownFolder }, { path, person: 'Ada' }),
    installed: () => (existsSync(ownFolder) ? readdirSync(ownFolder) : []),
  };
}
