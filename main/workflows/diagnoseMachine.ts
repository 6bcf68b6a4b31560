import { type DiagnosisCheck, diagnose } from './diagnose.ts';
import { modelsFolder } from './listModels.ts';
import { withComputeClient } from './withComputeClient.ts';

/** Diagnoses the machine that this runs on. Each native library is loaded within its own check, so that one
 *  that does not load fails that check and no other.
 *  @param findOpenSlideLibrary path that set-up gives the library; may throw where there is none
 *  @param workFolder whose disk must have room */
export function diagnoseMachine(
  findOpenSlideLibrary: () => string,
  workFolder: string,
): Promise<readonly DiagnosisCheck[]> {
  return diagnose({
    checkTensorFlow: () => withComputeClient((compute) => compute.run('checkTensorFlow', {})),
    checkDatabase: async () => (await import('../database/checkDatabase.ts')).checkSqlite(),
    checkSharp: async () => (await import('../slides/checkSharp.ts')).checkSharp(),
    checkOpenSlide: async () => {
      const { readOpenSlideVersion } = await import('../slides/openslide/openSlideLibrary.ts');
      return readOpenSlideVersion(findOpenSlideLibrary());
    },
    modelsFolder,
    workFolder,
  });
}
