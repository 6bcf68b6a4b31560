import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import { testVectorsSchema } from '../domain/testVectors.ts';

/** The one file of a bundle that lists the others. */
export const manifestName = 'bundle.json';
const manifestVersion = 1;

/** What a bundle may weigh: a network of the published width has 59 MB of weights, of four times the width 0.9 GB. */
export const bundleLimits = {
  fileCount: 64,
  manifestBytes: 4 * 2 ** 20,
  fileBytes: 2 ** 30,
  totalBytes: 2 * 2 ** 30,
} as const;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const fileSchema = z.strictObject({
  path: z.string(),
  sizeBytes: z.int().nonnegative().max(bundleLimits.fileBytes),
  sha256: sha256Schema,
});

const manifestSchema = z.object({
  format: z.literal('blastscope-model'),
  schemaVersion: z.literal(manifestVersion),
  programVersion: z.string(),
  exportedAt: z.iso.datetime(),
  model: z.object({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    sha256: sha256Schema,
    classes: z.array(z.string()),
    /** the model that it goes on from, where known */
    parent: z.string().optional(),
  }),
  files: z.array(fileSchema).max(bundleLimits.fileCount),
  testVectors: testVectorsSchema,
});

/** bundle.json of an exported model. */
export type BundleManifest = Readonly<z.infer<typeof manifestSchema>>;
export type BundleFile = BundleManifest['files'][number];

/** A file as it lies in a bundle, whatever the manifest says of it. */
export interface BundleEntry {
  readonly path: string;
  readonly sizeBytes: number;
}

/** Files without which a folder is no model. */
const neededFiles = ['card.json', 'model.json', 'weights.bin'] as const;

/** Letters, digits, dots, hyphens and underscores, none hidden, at most two folders deep: leads nowhere else on any
 *  system. */
const safePath = /^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,99}\/){0,2}[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** Windows takes these for devices, whatever stands after the dot. */
const deviceName = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

export function isSafeBundlePath(path: string): boolean {
  return safePath.test(path) && path.split('/').every((part) => !deviceName.test(part.split('.')[0] ?? ''));
}

/** Refuses a bundle before anything of it is written: names that lead elsewhere, sizes that no model has.
 *  @throws LabError 'model-import-refused' */
export function refuseUnsafeEntries(entries: readonly BundleEntry[]): void {
  if (entries.length > bundleLimits.fileCount + 1)
    throw refusal(`it holds ${entries.length} files; a model has at most ${bundleLimits.fileCount}`);
  const seen = new Set<string>();
  for (const { path, sizeBytes } of entries) {
    if (!isSafeBundlePath(path))
      throw refusal(`it holds a file of the name ${JSON.stringify(path.slice(0, 200))}, which no model has`);
    // on some disks capital letters make no difference
    const key = path.toLowerCase();
    if (seen.has(key)) throw refusal(`it holds ${path} twice`);
    seen.add(key);
    const limit = path === manifestName ? bundleLimits.manifestBytes : bundleLimits.fileBytes;
    if (sizeBytes > limit)
      throw refusal(`${path} is said to be ${sizeBytes} bytes, more than the ${limit} that it may be`);
  }
  const total = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (total > bundleLimits.totalBytes)
    throw refusal(
      `its files are said to be ${total} bytes, more than the ${bundleLimits.totalBytes} of any model`,
    );
}

/** @throws LabError 'model-import-refused' */
export function parseManifest(text: string): BundleManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refusal(`${manifestName} is no JSON`);
  }
  const version = z.object({ format: z.string(), schemaVersion: z.unknown() }).safeParse(json);
  if (!version.success || version.data.format !== 'blastscope-model')
    throw refusal(`${manifestName} is not of an exported model`);
  if (version.data.schemaVersion !== manifestVersion)
    throw refusal(
      `its form has the version ${JSON.stringify(version.data.schemaVersion)}, and this program knows ${manifestVersion}. Update the program, or have the model exported anew`,
    );
  const read = manifestSchema.safeParse(json);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw refusal(`${manifestName} cannot be read: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** Refuses a bundle whose files are not those of its manifest. @throws LabError 'model-import-refused' */
export function refuseOtherFiles(manifest: BundleManifest, entries: readonly BundleEntry[]): void {
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  if (listed.size !== manifest.files.length) throw refusal(`${manifestName} lists a file twice`);
  for (const needed of neededFiles) if (!listed.has(needed)) throw refusal(`it has no ${needed}`);
  const found = new Map(entries.map((entry) => [entry.path, entry]));
  found.delete(manifestName);
  for (const path of found.keys())
    if (!listed.has(path)) throw refusal(`it holds ${path}, which ${manifestName} does not list`);
  for (const { path, sizeBytes } of manifest.files) {
    const entry = found.get(path);
    if (entry === undefined) throw refusal(`${path} is missing`);
    if (entry.sizeBytes !== sizeBytes)
      throw refusal(`${path} has ${entry.sizeBytes} bytes, and ${manifestName} says ${sizeBytes}`);
  }
}

/** The manifest as it is written. */
export function formatManifest(manifest: Omit<BundleManifest, 'format' | 'schemaVersion'>): string {
  const whole: BundleManifest = { format: 'blastscope-model', schemaVersion: manifestVersion, ...manifest };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

/** @param why completes "The model is not imported: …" */
export function refusal(why: string, cause?: unknown): LabError {
  return new LabError('model-import-refused', `The model is not imported: ${why}.`, {}, { cause });
}
