import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../domain/labError.ts';

/** A finished model is never trained over: scans name it by its hash.
 *  @throws LabError 'output-exists' */
export async function refuseFinishedModel(outputFolder: string): Promise<void> {
  const isFinished = await access(join(outputFolder, 'card.json')).then(
    () => true,
    () => false,
  );
  if (!isFinished) return;
  throw new LabError(
    'output-exists',
    `${outputFolder} already holds a finished model. Choose another folder with --out.`,
    { outputFolder },
  );
}
