import { resolve } from 'node:path';
import type { ComputeClient, ComputeOptions } from '../compute/computeClient.ts';
import type { Int8Outcome } from '../domain/engine.ts';
import { listImageFiles } from './listImageFiles.ts';

/** Makes the eight-bit copy of a cell finder and measures it, both on fields of the folder that it was trained on: ranges
 *  on those it learned, the copy on those its training held out.
 *  @param wanted.fields further images, or folders of images, to measure ranges on
 *  @throws LabError 'model-unknown' | 'model-corrupt' | 'folder-missing' | 'dataset-invalid' | 'runtime-missing' | 'cancelled' */
export async function quantizeDetector(
  compute: ComputeClient,
  wanted: { readonly modelFolder: string; readonly dataset: string; readonly fields: readonly string[] },
  options: ComputeOptions,
): Promise<Int8Outcome> {
  const fieldPaths = wanted.fields.length === 0 ? [] : await listImageFiles(wanted.fields);
  const request = {
    modelFolder: resolve(wanted.modelFolder),
    datasetFolder: resolve(wanted.dataset),
    fieldPaths: fieldPaths.map((path) => resolve(path)),
  };
  return compute.run('quantizeDetector', request, options);
}
