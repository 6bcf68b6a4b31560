import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComputeClient, ComputeOptions } from '../compute/computeClient.ts';
import { parseJson } from '../domain/parseJson.ts';
import {
  findVectorDifference,
  type TestVectors,
  testPictures,
  testVectorsSchema,
} from '../domain/testVectors.ts';
import { writeOutput } from './writeOutput.ts';

export const testVectorsFileName = 'test-vectors.json';

/** The test vectors that lie beside a model; undefined when none were kept.
 *  @returns `problem` when there are some that cannot be read or are of other weights */
export async function readTestVectors(
  modelFolder: string,
  weightsSha256: string,
): Promise<{ readonly vectors: TestVectors | undefined; readonly problem: string | undefined }> {
  const text = await readFile(join(modelFolder, testVectorsFileName), 'utf8').catch(() => undefined);
  if (text === undefined) return { vectors: undefined, problem: undefined };
  const read = testVectorsSchema.safeParse(parseJson(text));
  if (!read.success) return { vectors: undefined, problem: `${testVectorsFileName} cannot be read` };
  if (read.data.weightsSha256 !== weightsSha256)
    return { vectors: undefined, problem: `${testVectorsFileName} is of other weights` };
  return { vectors: read.data, problem: undefined };
}

/** What the model gives for the pictures that every program draws alike.
 *  @throws LabError of loading the model, and of the compute process */
export async function computeTestVectors(
  compute: ComputeClient,
  model: { readonly folder: string; readonly sha256: string },
  options: ComputeOptions = {},
): Promise<TestVectors> {
  const request = { modelFolder: model.folder, pictures: testPictures };
  const vectors = await compute.run('runTestVectors', request, options);
  return { schemaVersion: 1, weightsSha256: model.sha256, vectors: [...vectors] };
}

/** Whether a model still gives what it gave; undefined when it does, else what differs, for people.
 *  @throws LabError of loading the model, and of the compute process */
export async function findTestVectorProblem(
  compute: ComputeClient,
  modelFolder: string,
  { vectors }: TestVectors,
  options: ComputeOptions = {},
): Promise<string | undefined> {
  const pictures = vectors.map(({ seed, edgePx }) => ({ seed, edgePx }));
  const found = await compute.run('runTestVectors', { modelFolder, pictures }, options);
  return findVectorDifference(vectors, found);
}

/** Keeps test vectors beside the model. @throws LabError 'disk-full' | 'output-unwritable' */
export async function writeTestVectors(modelFolder: string, vectors: TestVectors): Promise<void> {
  const path = join(modelFolder, testVectorsFileName);
  await writeOutput(path, `${JSON.stringify(vectors, undefined, 1)}\n`);
}
