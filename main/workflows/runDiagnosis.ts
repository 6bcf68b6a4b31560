import type { ComputeClient } from '../compute/computeClient.ts';
import { checkSqlite } from '../database/checkDatabase.ts';
import { checkDatabaseFile } from '../database/checkDatabaseFile.ts';
import { checkSharp } from '../slides/checkSharp.ts';
import { readOpenSlideVersion } from '../slides/openslide/openSlideLibrary.ts';
import { type DiagnosisCheck, diagnose } from './diagnose.ts';
import { modelsFolder } from './listModels.ts';

/** The self-diagnosis with the probes of this program.
 *  @param places where set-up puts OpenSlide, the folder whose disk is measured, and the lab's database, if any */
export function runDiagnosis(
  compute: ComputeClient,
  places: {
    readonly openSlideLibraryPath: string;
    readonly workFolder: string;
    readonly databasePath: string | undefined;
  },
): Promise<readonly DiagnosisCheck[]> {
  const { databasePath } = places;
  return diagnose({
    checkTensorFlow: () => compute.run('checkTensorFlow', {}),
    checkDatabase: checkSqlite,
    checkSharp,
    checkOpenSlide: () => readOpenSlideVersion(places.openSlideLibraryPath),
    describeEngines: (models) => compute.run('describeEngines', { models }),
    checkLabDatabase: databasePath === undefined ? undefined : () => checkDatabaseFile(databasePath),
    modelsFolder,
    workFolder: places.workFolder,
  });
}
