import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { ComputeClient, ComputeOptions } from '../compute/computeClient.ts';
import { LabError } from '../domain/labError.ts';
import type { ModelCard } from '../domain/modelCard.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import { type BundleFile, formatManifest, isSafeBundlePath, manifestName } from '../exchange/modelBundle.ts';
import { relativePath } from '../exchange/relativePath.ts';
import { writeBundleZip } from '../exchange/writeBundleZip.ts';
import { writeFailure } from '../slides/fileFailure.ts';
import { requireSoundModel } from './activeModel.ts';
import { describeParent } from './describeLineage.ts';
import { hashFile } from './hashFile.ts';
import { programVersion } from './programVersion.ts';
import {
  computeTestVectors,
  findTestVectorProblem,
  readTestVectors,
  testVectorsFileName,
} from './testVectorsFile.ts';
import { refuseOverwriting } from './writeOutput.ts';

/** Not of the model: what a training left, and what a bundle says in its own way. */
const leftOut = ['checkpoint', testVectorsFileName, manifestName];

export interface ExportedModel {
  readonly path: string;
  readonly fullName: string;
  readonly sha256: string;
  readonly files: readonly BundleFile[];
}

/** Writes a model of this station as one file that another station can import: a ZIP archive where the name ends in
 *  .zip, else a folder. It shows itself only when it is whole.
 *  @throws LabError 'model-unknown' | 'model-corrupt' | 'output-exists' | 'output-unwritable' | 'disk-full'
 *  @throws LabError of the compute process, which gives the test vectors */
export async function exportModel(
  { compute, ownFolder }: { readonly compute: ComputeClient; readonly ownFolder: string },
  {
    fullName,
    out,
    mayReplace,
  }: { readonly fullName: string; readonly out: string; readonly mayReplace: boolean },
  options: ComputeOptions = {},
): Promise<ExportedModel> {
  const path = resolve(out);
  await refuseOverwriting(path, mayReplace, ', or replace it with --force');
  const model = await requireSoundModel(ownFolder, (one) => modelFullName(one) === fullName, fullName);
  const { card } = model;
  if (card === undefined) throw new LabError('model-corrupt', `The model ${fullName} has no readable card.`);
  const { signal, onProgress } = options;
  onProgress?.({ done: 0, total: 2, detail: 'test vectors' });
  const testVectors = await requireTestVectors(compute, model, { signal });
  onProgress?.({ done: 1, total: 2, detail: basename(path) });
  const files = await listModelFiles(model.folder);
  if (signal?.aborted) throw new LabError('cancelled', 'Stopped before the model was written.');
  const manifest = formatManifest({
    programVersion,
    exportedAt: new Date().toISOString(),
    model: describeForBundle(card),
    files: [...files],
    testVectors,
  });
  await writeBundle(path, { manifest, files, folder: model.folder, at: new Date(card.createdAt) });
  return { path, fullName, sha256: model.sha256, files };
}

function describeForBundle(card: ModelCard) {
  const { name, version, classes, weights } = card;
  const parent = describeParent(card);
  return { name, version, sha256: weights.sha256, classes, ...(parent === undefined ? {} : { parent }) };
}

/** Those that were kept beside the model, if it still gives them; else what it gives now. */
async function requireTestVectors(
  compute: ComputeClient,
  model: { readonly folder: string; readonly sha256: string },
  options: ComputeOptions,
) {
  const { vectors, problem } = await readTestVectors(model.folder, model.sha256);
  const difference =
    problem ??
    (vectors === undefined
      ? undefined
      : await findTestVectorProblem(compute, model.folder, vectors, options));
  if (difference !== undefined)
    throw new LabError(
      'model-corrupt',
      `The model is not exported: ${difference}. Install or train it again.`,
    );
  return vectors ?? computeTestVectors(compute, model, options);
}

/** All files of a model folder that belong to the model, in order of name. */
async function listModelFiles(folder: string): Promise<readonly BundleFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: BundleFile[] = [];
  for (const entry of entries) {
    const source = join(entry.parentPath, entry.name);
    const path = relativePath(folder, source);
    const isWanted =
      entry.isFile() &&
      !leftOut.includes(path.split('/')[0] ?? '') &&
      !path.endsWith('.partial') &&
      isSafeBundlePath(path);
    if (isWanted) files.push({ path, sizeBytes: (await stat(source)).size, sha256: await hashFile(source) });
  }
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function writeBundle(
  path: string,
  bundle: {
    readonly manifest: string;
    readonly files: readonly BundleFile[];
    readonly folder: string;
    readonly at: Date;
  },
): Promise<void> {
  const unfinished = `${path}.${process.pid}.partial`;
  const files = bundle.files.map((file) => ({ path: file.path, source: join(bundle.folder, file.path) }));
  try {
    await rm(unfinished, { recursive: true, force: true });
    if (path.toLowerCase().endsWith('.zip')) await writeBundleZip(unfinished, { ...bundle, files });
    else await writeBundleFolder(unfinished, bundle.manifest, files);
    await rm(path, { recursive: true, force: true });
    await rename(unfinished, path);
  } catch (error) {
    throw writeFailure(error, path);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function writeBundleFolder(
  folder: string,
  manifest: string,
  files: readonly { readonly path: string; readonly source: string }[],
): Promise<void> {
  await mkdir(folder);
  for (const { path, source } of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(source, target);
  }
  await writeFile(join(folder, manifestName), manifest, { flush: true });
}
