import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { LabError } from '../domain/labError.ts';

/** A parameter of a network: float32, row-major. Kernels are [height, width, in, out], NHWC networks. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const tensorIndexSchema = z.object({
  format: z.literal('blastscope-weights'),
  formatVersion: z.literal(1),
  /** little-endian float32, one tensor after the other in weights.bin */
  tensors: z.array(
    z.object({ name: z.string(), shape: z.array(z.int().positive()), offsetBytes: z.int().nonnegative() }),
  ),
  /** what the weights belong to; none for an optimizer's state */
  network: z.unknown().optional(),
});

/** What a saved set of weights is known by. */
export interface SavedWeights {
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** Writes weights.bin and model.json, each complete under another name first and then renamed.
 *  @param network description of the layers, stored in model.json as it is */
export async function saveWeights(
  folder: string,
  tensors: readonly NamedTensor[],
  network: unknown,
): Promise<SavedWeights> {
  await mkdir(folder, { recursive: true });
  let offsetBytes = 0;
  const index = tensors.map((tensor) => {
    const entry = { name: tensor.name, shape: [...tensor.shape], offsetBytes };
    offsetBytes += tensor.values.byteLength;
    return entry;
  });
  const bytes = Buffer.concat(
    tensors.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );
  await writeWhole(join(folder, 'weights.bin'), bytes);
  const model = { format: 'blastscope-weights', formatVersion: 1, network, tensors: index };
  await writeWhole(join(folder, 'model.json'), `${JSON.stringify(model, undefined, 1)}\n`);
  return { sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.byteLength };
}

/** Reads what saveWeights wrote.
 *  @param sha256 what weights.bin must hash to (from the card); undefined for a checkpoint of our own
 *  @throws LabError 'model-corrupt' when a file is missing, changed or cut short */
export async function loadWeights(
  folder: string,
  sha256: string | undefined,
): Promise<{ readonly tensors: ReadonlyMap<string, NamedTensor>; readonly network: unknown }> {
  const [bytes, text] = await Promise.all([
    readModelFile(folder, 'weights.bin'),
    readModelFile(folder, 'model.json'),
  ]);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== undefined && found !== sha256) {
    throw corrupt(
      folder,
      `weights.bin has SHA-256 ${found.slice(0, 12)}…, its card says ${sha256.slice(0, 12)}…`,
    );
  }
  const model = tensorIndexSchema.safeParse(parseJson(text, folder));
  if (!model.success) throw corrupt(folder, 'model.json is not in the format of this program');
  const tensors = new Map<string, NamedTensor>();
  for (const { name, shape, offsetBytes } of model.data.tensors) {
    const length = shape.reduce((product, size) => product * size, 1);
    if (offsetBytes % 4 !== 0 || offsetBytes + length * 4 > bytes.byteLength)
      throw corrupt(folder, 'weights.bin is cut short');
    const values = new Float32Array(length);
    Buffer.from(values.buffer).set(bytes.subarray(offsetBytes, offsetBytes + length * 4));
    tensors.set(name, { name, shape, values });
  }
  return { tensors, network: model.data.network };
}

/** Writes a file so that a reader never sees half of it, whatever fails: what lay there before stays.
 *  @throws LabError 'disk-full' */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const unfinished = `${path}.${process.pid}.partial`;
  try {
    await writeFile(unfinished, content, { flush: true });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw isFull(error) ? diskFull(path, error) : error;
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

function diskFull(path: string, cause: unknown): LabError {
  return new LabError(
    'disk-full',
    `No space left to write ${path}. Free some and try again.`,
    { path },
    { cause },
  );
}

async function readModelFile(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name));
  } catch (cause) {
    throw new LabError(
      'model-corrupt',
      `The model ${basename(folder)} has no readable ${name}. Install it again.`,
      { folder },
      { cause },
    );
  }
}

function parseJson(text: Buffer, folder: string): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch (cause) {
    throw new LabError(
      'model-corrupt',
      `The model ${basename(folder)} is damaged: model.json is not JSON. Install it again.`,
      { folder },
      { cause },
    );
  }
}

function corrupt(folder: string, what: string): LabError {
  return new LabError(
    'model-corrupt',
    `The model ${basename(folder)} is damaged: ${what}. Install it again or choose another.`,
    { folder },
  );
}
