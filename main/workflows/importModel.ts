import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { ComputeClient, ComputeOptions } from '../compute/computeClient.ts';
import { appendAudit } from '../database/audit.ts';
import type { Db } from '../database/open.ts';
import { cellClasses } from '../domain/cellClass.ts';
import { LabError } from '../domain/labError.ts';
import { type ModelCard, modelCardSchema } from '../domain/modelCard.ts';
import { isModelFault } from '../domain/modelFault.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import { parseJson } from '../domain/parseJson.ts';
import { findOtherVersion } from '../domain/parseModelCard.ts';
import {
  type BundleFile,
  type BundleManifest,
  manifestName,
  parseManifest,
  refusal,
  refuseOtherFiles,
  refuseUnsafeEntries,
} from '../exchange/modelBundle.ts';
import { type OpenBundle, openBundle } from '../exchange/openBundle.ts';
import { writeFailure } from '../slides/fileFailure.ts';
import { listStationModels, modelFolderOf } from './activeModel.ts';
import { sweepUnfinished, unfinishedName } from './sweepUnfinished.ts';
import { findTestVectorProblem, writeTestVectors } from './testVectorsFile.ts';

export interface ImportTools {
  readonly db: Db;
  readonly compute: ComputeClient;
  readonly ownFolder: string;
}

export interface ImportedModel {
  readonly fullName: string;
  readonly sha256: string;
  readonly folder: string;
  /** false: the very model was there already, and nothing was changed */
  readonly isNew: boolean;
}

/** What its folder is called while it is unpacked. */
export const importing = 'importing';

/** Installs a model that another station has exported, after it was shown to be whole and to give here what it gave
 *  there. It is not activated. Nothing is left behind where it is refused.
 *  @throws LabError 'model-import-refused' with the reason; 'file-missing' | 'disk-full' | 'output-unwritable'
 *  @throws LabError of the compute process; 'cancelled' */
export async function importModel(
  tools: ImportTools,
  { path, person }: { readonly path: string; readonly person: string },
  options: ComputeOptions = {},
): Promise<ImportedModel> {
  const bundle = await openBundle(resolve(path));
  await sweepUnfinished(tools.ownFolder, importing);
  const unfinished = join(tools.ownFolder, unfinishedName(importing));
  try {
    const manifest = await readManifest(bundle);
    const fullName = modelFullName(manifest.model);
    const { sha256 } = manifest.model;
    const folder = modelFolderOf(tools.ownFolder, fullName);
    if (await isInstalled(tools.ownFolder, manifest)) return { fullName, sha256, folder, isNew: false };
    await unpack(bundle, { files: manifest.files, folder: unfinished }, options);
    options.onProgress?.({
      done: manifest.files.length,
      total: manifest.files.length + 1,
      detail: 'test vectors',
    });
    await refuseOtherCard(manifest, unfinished);
    await refuseOtherAnswers(tools.compute, { manifest, folder: unfinished }, options.signal);
    await writeTestVectors(unfinished, manifest.testVectors);
    await publish(unfinished, folder);
    const { programVersion, exportedAt } = manifest;
    const details = { sha256, programVersion, exportedAt };
    appendAudit(tools.db, { actor: person, action: 'model-imported', subject: fullName, details });
    return { fullName, sha256, folder, isNew: true };
  } finally {
    bundle.close();
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function readManifest(bundle: OpenBundle): Promise<BundleManifest> {
  refuseUnsafeEntries(bundle.entries);
  if (!bundle.entries.some((entry) => entry.path === manifestName))
    throw refusal(`it has no ${manifestName}: it is no exported model`);
  const manifest = parseManifest(
    await text(await bundle.read(manifestName)).catch((error: unknown) => {
      throw unpackFailure(error, manifestName);
    }),
  );
  refuseOtherFiles(manifest, bundle.entries);
  if (manifest.model.classes.join() !== cellClasses.join())
    throw refusal(
      `its classes are ${manifest.model.classes.join(', ')}, and this program has ${cellClasses.join(', ')}`,
    );
  return manifest;
}

/** @returns true when the very model is there already
 *  @throws LabError 'model-import-refused' when its name is taken by another */
async function isInstalled(ownFolder: string, { model }: BundleManifest): Promise<boolean> {
  const fullName = modelFullName(model);
  const installed = (await listStationModels(ownFolder, true)).find((one) => modelFullName(one) === fullName);
  if (installed === undefined) return false;
  if (installed.sha256 === model.sha256 && installed.problem === undefined) return true;
  throw refusal(
    installed.sha256 === model.sha256
      ? `${fullName} is installed already and damaged (${installed.problem}). Remove its folder first`
      : `${fullName} is installed already, with other weights. Give one of them another version`,
  );
}

/** Each file is hashed as it is written. */
async function unpack(
  bundle: OpenBundle,
  { files, folder }: { readonly files: readonly BundleFile[]; readonly folder: string },
  { signal, onProgress }: ComputeOptions,
): Promise<void> {
  for (const [at, { path, sha256, sizeBytes }] of files.entries()) {
    onProgress?.({ done: at, total: files.length + 1, detail: path });
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true }).catch((error: unknown) => {
      throw writeFailure(error, target);
    });
    const hash = createHash('sha256');
    let written = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        written += chunk.length;
        hash.update(chunk);
        done(written > sizeBytes ? refusal(`${path} is larger than it says`) : null, chunk);
      },
    });
    const file = createWriteStream(target, { flags: 'wx', flush: true });
    try {
      await pipeline(await bundle.read(path), meter, file, signal === undefined ? {} : { signal });
    } catch (error) {
      throw unpackFailure(error, path);
    }
    if (hash.digest('hex') !== sha256)
      throw refusal(
        `${path} is not what ${manifestName} says (SHA-256): the bundle is damaged or was changed`,
      );
  }
}

/** The archive's own complaint becomes a refusal; a full disk stays one. */
function unpackFailure(error: unknown, path: string): unknown {
  if (error instanceof LabError) return error;
  if (error instanceof Error && error.name === 'AbortError')
    return new LabError('cancelled', 'Stopped while the model was unpacked.', {}, { cause: error });
  const known = writeFailure(error, path);
  const isOfDisk = known instanceof LabError && !(error instanceof Error && isZlib(error));
  return isOfDisk ? known : refusal(`${path} cannot be unpacked (${messageOf(error)})`, error);
}

function isZlib(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function refuseOtherCard({ model, files }: BundleManifest, folder: string): Promise<void> {
  const card = parseCard(await readFile(join(folder, 'card.json'), 'utf8'));
  if (modelFullName(card) !== modelFullName(model))
    throw refusal(`its card is of ${modelFullName(card)}, and ${manifestName} of ${modelFullName(model)}`);
  if (card.classes.join() !== cellClasses.join())
    throw refusal(
      `its classes are ${card.classes.join(', ')}, and this program has ${cellClasses.join(', ')}`,
    );
  const weights = files.find(({ path }) => path === card.weights.file);
  if (weights?.sha256 !== card.weights.sha256 || weights.sha256 !== model.sha256)
    throw refusal('weights.bin is not what its card says (SHA-256)');
}

function parseCard(content: string): ModelCard {
  const otherVersion = findOtherVersion(parseJson(content));
  if (otherVersion !== undefined) throw refusal(otherVersion);
  try {
    return modelCardSchema.parse(JSON.parse(content));
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const where = issue === undefined ? messageOf(error) : `${issue.path.join('.')}: ${issue.message}`;
    throw refusal(`its card cannot be read (${where})`, error);
  }
}

/** A model that gives other probabilities here than where it was exported is not the model that was measured. */
async function refuseOtherAnswers(
  compute: ComputeClient,
  { manifest, folder }: { readonly manifest: BundleManifest; readonly folder: string },
  signal: AbortSignal | undefined,
): Promise<void> {
  if (manifest.testVectors.weightsSha256 !== manifest.model.sha256)
    throw refusal('its test vectors are of other weights');
  let difference: string | undefined;
  try {
    difference = await findTestVectorProblem(compute, folder, manifest.testVectors, { signal });
  } catch (error) {
    if (isModelFault(error)) throw refusal(error.message.replace(/\.$/, ''), error);
    throw error;
  }
  if (difference !== undefined) throw refusal(difference);
}

async function publish(unfinished: string, folder: string): Promise<void> {
  await rename(unfinished, folder).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM')
      throw refusal(`${folder} is there already and is no model. Move it away`, cause);
    throw writeFailure(cause, folder);
  });
}
