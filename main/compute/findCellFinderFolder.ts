import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError } from '../domain/labError.ts';

const modelsFolder = fileURLToPath(new URL('../../models', import.meta.url));
const prefix = 'cell-finder-';

/** The newest cell finder that ships with the program: of models/cell-finder-x.y.z the highest version.
 *  @throws LabError 'model-unknown' when there is none */
export async function findCellFinderFolder(): Promise<string> {
  const names = await readdir(modelsFolder).catch(() => []);
  const [newest] = names
    .filter((name) => name.startsWith(prefix))
    .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  if (newest === undefined) {
    throw new LabError(
      'model-unknown',
      `There is no cell finder in ${modelsFolder} (a folder ${prefix}x.y.z). Install Blastscope again.`,
    );
  }
  return join(modelsFolder, newest);
}
