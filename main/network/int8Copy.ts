import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Int8CopyCard, type Int8Outcome, int8CopySchema } from '../domain/engine.ts';
import { LabError } from '../domain/labError.ts';
import { parseJson } from '../domain/parseJson.ts';
import { writeWhole } from './weights.ts';

/** Folder of a model folder in which its eight-bit copy lies. */
export const int8FolderName = 'int8';
const cardName = 'engine.json';
const onnxName = 'model.onnx';

/** A model's eight-bit copy as it was found. */
export type Int8Copy =
  | { readonly state: 'usable'; readonly onnx: Uint8Array; readonly card: Int8CopyCard }
  /** no copy was made */
  | { readonly state: 'none' }
  /** one was made and not found good enough */
  | { readonly state: 'refused'; readonly problem: string }
  /** damaged, or of other weights or another runtime */
  | { readonly state: 'unusable'; readonly problem: string };

/** Reads a model's eight-bit copy and checks it against the weights. Never throws: what is wrong with it is told.
 *  @param wanted.weightsSha256 of the model's card
 *  @param wanted.onnxRuntimeVersion what would run it: another version may round in another way than was measured */
export async function readInt8Copy(
  modelFolder: string,
  wanted: { readonly weightsSha256: string; readonly onnxRuntimeVersion: string },
): Promise<Int8Copy> {
  const folder = join(modelFolder, int8FolderName);
  const unusable = (problem: string): Int8Copy => ({ state: 'unusable', problem });
  let text: string;
  try {
    text = await readFile(join(folder, cardName), 'utf8');
  } catch (cause) {
    return isMissing(cause) ? { state: 'none' } : unusable(`${cardName} cannot be read`);
  }
  const card = int8CopySchema.safeParse(parseJson(text));
  if (!card.success) return unusable(`${cardName} is damaged`);
  const { weightsSha256, onnxSha256, onnxRuntimeVersion, decision, reason } = card.data;
  if (weightsSha256 !== wanted.weightsSha256) return unusable('it was made of other weights');
  if (decision === 'refused') return { state: 'refused', problem: reason ?? 'it differs too much' };
  if (onnxRuntimeVersion !== wanted.onnxRuntimeVersion)
    return unusable(
      `it was measured with ONNX Runtime ${onnxRuntimeVersion}, and this is ${wanted.onnxRuntimeVersion}`,
    );
  const onnx = await readFile(join(folder, onnxName)).catch(() => undefined);
  if (onnx === undefined) return unusable(`${onnxName} cannot be read`);
  if (sha256Of(onnx) !== onnxSha256) return unusable(`${onnxName} is not what ${cardName} says (SHA-256)`);
  return { state: 'usable', onnx, card: card.data };
}

/** Writes copy and card, each complete under another name first. The file of a refused copy is not kept. */
export async function writeInt8Copy(
  modelFolder: string,
  card: Int8CopyCard,
  onnx: Uint8Array,
): Promise<void> {
  const folder = join(modelFolder, int8FolderName);
  await mkdir(folder, { recursive: true });
  if (card.decision === 'accepted') await writeWhole(join(folder, onnxName), onnx);
  await writeWhole(join(folder, cardName), `${JSON.stringify(card, undefined, 2)}\n`);
  if (card.decision === 'refused') await rm(join(folder, onnxName), { force: true });
}

/** Why a copy is not used. */
export function describeInt8Copy(copy: Exclude<Int8Copy, { state: 'usable' }>): string {
  if (copy.state === 'none') return 'it has no eight-bit copy';
  return copy.state === 'refused'
    ? `its eight-bit copy was refused: ${copy.problem}`
    : `its eight-bit copy cannot be used: ${copy.problem}`;
}

/** What is said where a copy could not be made at all. */
export function copyFailed(error: unknown): Int8Outcome {
  const words = error instanceof Error ? error.message : String(error);
  return { decision: 'failed', note: `No eight-bit copy was made, the model runs in float32: ${words}` };
}

/** SHA-256 over those of files, whatever they are called and in whatever order. @throws LabError 'file-missing' */
export async function hashFiles(paths: readonly string[]): Promise<string> {
  const hashes: string[] = [];
  for (const path of paths) {
    try {
      hashes.push(sha256Of(await readFile(path)));
    } catch (cause) {
      throw new LabError('file-missing', `Cannot read ${basename(path)} again.`, { path }, { cause });
    }
  }
  return createHash('sha256').update(hashes.sort().join('\n')).digest('hex');
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}
