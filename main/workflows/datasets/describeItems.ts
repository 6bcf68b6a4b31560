import type { ComputeClient } from '../../compute/computeClient.ts';
import type { DescribedPicture } from '../../compute/messages.ts';
import type { DatasetProblem } from '../../domain/datasetImport.ts';
import type { DatasetItem } from '../../domain/datasetItem.ts';
import { LabError } from '../../domain/labError.ts';
import type { PictureHash } from '../../domain/pictureHash.ts';
import type { Progress } from '../../domain/progress.ts';
import { tryTwice } from '../slideFailures.ts';

/** What the pictures of a dataset look like; those that cannot be read are problems. */
export interface DescribedItems {
  /** SHA-256 by file */
  readonly contents: ReadonlyMap<string, string>;
  /** by SHA-256 */
  readonly hashes: ReadonlyMap<string, PictureHash>;
  readonly colours: ReadonlyMap<DatasetItem, readonly number[]>;
  readonly problems: readonly DatasetProblem[];
}

export interface DescribeOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Pictures in one message. */
const chunkSize = 32;

/** Looks at every picture once. One that takes the compute process along is a problem like any that cannot be read.
 *  @throws LabError 'cancelled' | 'runtime-missing' */
export async function describeItems(
  compute: ComputeClient,
  items: readonly DatasetItem[],
  { signal, onProgress }: DescribeOptions,
): Promise<DescribedItems> {
  const pictures = [...Map.groupBy(items, ({ file }) => file)];
  const contents = new Map<string, string>();
  const hashes = new Map<string, PictureHash>();
  const colours = new Map<DatasetItem, readonly number[]>();
  const problems: DatasetProblem[] = [];
  for (let from = 0; from < pictures.length; from += chunkSize) {
    const chunk = pictures.slice(from, from + chunkSize);
    for (const [at, described] of (await describeChunk(compute, chunk, signal)).entries()) {
      const [file, ofFile] = chunk[at] ?? ['', []];
      if (!described.ok) {
        problems.push({ file, line: undefined, message: described.message });
        continue;
      }
      contents.set(file, described.sha256);
      hashes.set(described.sha256, described.hash);
      for (const [view, item] of ofFile.entries()) colours.set(item, described.colours[view] ?? []);
    }
    onProgress({
      done: Math.min(pictures.length, from + chunkSize),
      total: pictures.length,
      detail: 'pictures looked at',
    });
  }
  return { contents, hashes, colours, problems };
}

type Chunk = readonly (readonly [string, readonly DatasetItem[]])[];

async function describeChunk(
  compute: ComputeClient,
  chunk: Chunk,
  signal: AbortSignal,
): Promise<readonly DescribedPicture[]> {
  const run = async (part: Chunk) => {
    const pictures = part.map(([path, items]) => ({
      path,
      views: items.map(({ cell, redCellDiameterPx }) => ({ cell, redCellDiameterPx })),
    }));
    return (await compute.run('describePictures', { pictures }, { signal })).pictures;
  };
  try {
    return await run(chunk);
  } catch (error) {
    if (!isLost(error)) throw error;
  }
  // one of them took the process along: which one shows when each goes alone
  const described: DescribedPicture[] = [];
  for (const one of chunk)
    try {
      described.push(...(await tryTwice(() => run([one]))));
    } catch (error) {
      if (!isLost(error)) throw error;
      described.push({ ok: false, message: 'the program that reads it crashed over it, twice' });
    }
  return described;
}

function isLost(error: unknown): error is LabError {
  return error instanceof LabError && error.code === 'compute-process-lost';
}
