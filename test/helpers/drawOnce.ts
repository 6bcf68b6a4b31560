import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawFields } from './aSmearFolder.ts';
import { writeTinyModel } from './aTinyModel.ts';

/** What the scans of a test file share: synthetic fields and a tiny classifier. */
export interface ScanMaterial {
  readonly folder: string;
  /** JPEG 400 x 300 */
  readonly fields: readonly string[];
  readonly modelFolder: string;
  readonly dispose: () => Promise<void>;
}

/** For beforeAll; dispose of it in afterAll. */
export async function drawOnce(fieldCount = 8): Promise<ScanMaterial> {
  const folder = await mkdtemp(join(tmpdir(), 'blastscope-material-'));
  return {
    folder,
    fields: await drawFields(join(folder, 'slides'), fieldCount),
    modelFolder: await writeTinyModel(join(folder, 'tiny-0.0.1')),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}
