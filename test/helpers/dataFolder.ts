import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../shared/data');

/** A dataset of the development data folder, which is never in this repository. */
export function dataFolder(name: string): string {
  return join(folder, name);
}

/** True, said once in the log, where a dataset is missing: its tests count as skipped. */
export function isDataMissing(name: string): boolean {
  const isMissing = !existsSync(dataFolder(name));
  if (isMissing) console.log(`Skipped: there is no ${dataFolder(name)}`);
  return isMissing;
}
