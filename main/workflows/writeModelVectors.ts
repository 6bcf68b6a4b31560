import { join, resolve } from 'node:path';
import type { ComputeClient, ComputeOptions } from '../compute/computeClient.ts';
import { LabError } from '../domain/labError.ts';
import type { TestVectors } from '../domain/testVectors.ts';
import { chooseModel } from './chooseModel.ts';
import { readModel } from './listModels.ts';
import {
  computeTestVectors,
  findTestVectorProblem,
  readTestVectors,
  testVectorsFileName,
  writeTestVectors,
} from './testVectorsFile.ts';

export interface WrittenVectors {
  /** test-vectors.json */
  readonly path: string;
  readonly vectorCount: number;
  /** false: the model has some that still hold, and nothing was written */
  readonly isNew: boolean;
}

/** Keeps test vectors beside a classifier that has none, as training does for its own.
 *  @param wanted name, name-version or folder of a classifier
 *  @throws LabError 'model-unknown' | 'model-corrupt'; 'output-exists' when there are others that do not hold, unless
 *  `mayReplace`; 'output-unwritable' | 'disk-full' | 'cancelled', and those of the compute process */
export async function writeModelVectors(
  compute: ComputeClient,
  {
    wanted,
    modelsFolder,
    mayReplace,
  }: {
    readonly wanted: string;
    /** undefined: the program's own models */
    readonly modelsFolder: string | undefined;
    readonly mayReplace: boolean;
  },
  options: ComputeOptions = {},
): Promise<WrittenVectors> {
  const chosen = await chooseModel(wanted, modelsFolder);
  const folder = resolve(chosen.folder);
  const sha256 = chosen.card.weights.sha256;
  const problem = (await readModel(folder, true))?.problem;
  if (problem !== undefined)
    throw new LabError(
      'model-corrupt',
      `The model ${folder} is damaged: ${problem}. Install or train it again.`,
    );
  const path = join(folder, testVectorsFileName);
  const known = await readTestVectors(folder, sha256);
  const difference =
    known.problem ??
    (known.vectors && (await findTestVectorProblem(compute, folder, known.vectors, options)));
  if (known.vectors !== undefined && difference === undefined)
    return { path, vectorCount: known.vectors.vectors.length, isNew: false };
  if (difference !== undefined && !mayReplace)
    throw new LabError(
      'output-exists',
      `${path} does not hold: ${difference}. If the model is the right one, write them anew with --force.`,
    );
  const vectors: TestVectors = await computeTestVectors(compute, { folder, sha256 }, options);
  await writeTestVectors(folder, vectors);
  return { path, vectorCount: vectors.vectors.length, isNew: true };
}
