import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DatasetItem } from '../domain/datasetItem.ts';
import { LabError } from '../domain/labError.ts';
import type { Progress } from '../domain/progress.ts';
import { runAhead } from '../domain/runAhead.ts';
import {
  type ItemSplit,
  type KeyedItem,
  type SplitItems,
  splitDatasetItems,
} from '../domain/splitDatasetItems.ts';
import { readListItems } from './datasets/datasetListFile.ts';
import { hashFile } from './hashFile.ts';

export interface ReadListOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** The items of some lists in three parts. */
export interface ReadDataset extends SplitItems {
  /** how they were parted, for the model's card */
  readonly description: string;
}

/** Files that are looked at or hashed beside the one whose turn it is. */
const filesAhead = 7;

/** Reads one or more dataset lists and parts their items; files of the parts are absolute paths. Items of one group of
 *  one source are never parted by chance, nor pictures of the same content, whatever list they are in.
 *  @throws LabError 'file-missing' when a list or a picture is not there
 *  @throws LabError 'dataset-invalid' when a line is no item, or a part lacks a class; 'argument-invalid' when there is no
 *  such fold; 'cancelled' */
export async function readDatasetList(
  lists: readonly string[],
  split: ItemSplit,
  options: ReadListOptions = {},
): Promise<ReadDataset> {
  const items = await readItems(lists);
  await refuseMissingPictures(items, options);
  const keyed = await keyItems(items, options);
  const result = splitDatasetItems(keyed, split);
  return { ...result, description: describeItemSplit(split, result.ways) };
}

/** Items of all lists, with their list as the source where they name none.
 *  @throws LabError 'file-missing' | 'dataset-invalid' */
export async function readItems(lists: readonly string[]): Promise<readonly DatasetItem[]> {
  const items: DatasetItem[] = [];
  for (const list of lists)
    for await (const item of readListItems(list))
      items.push(item.source === undefined ? { ...item, source: basename(list, '.jsonl') } : item);
  if (items.length > 0) return items;
  throw new LabError('dataset-invalid', `There is no item in ${lists.join(', ')}. Import a dataset into it.`);
}

/** "fold 0 for test, the next for validation; the authors' parts": how a card names the split. */
export function describeItemSplit({ fold, seed }: ItemSplit, ways: SplitItems['ways']): string {
  const said = [
    ways.fold > 0 && `fold ${fold} for test, the next for validation (${ways.fold} items)`,
    ways.part > 0 && `parts that the dataset's authors made (${ways.part} items)`,
    ways.seed > 0 && `about 70/15/15 by group, seed ${seed} (${ways.seed} items)`,
  ];
  return said.filter((one) => one !== false).join('; ');
}

/** @throws LabError 'file-missing' naming the first pictures that are not there */
async function refuseMissingPictures(items: readonly DatasetItem[], options: ReadListOptions): Promise<void> {
  const files = [...new Set(items.map(({ file }) => file))];
  const missing: string[] = [];
  const looked = runAhead(files, filesAhead, (file) =>
    access(file).then(
      () => undefined,
      () => file,
    ),
  );
  for await (const file of looked) {
    refuseCancelled(options);
    if (file !== undefined) missing.push(file);
  }
  if (missing.length === 0) return;
  throw new LabError(
    'file-missing',
    `${missing.length} of ${files.length} pictures are not there: ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ' …' : ''}. Put them back, or import the dataset again.`,
    { missingCount: missing.length },
  );
}

/** Hashes each picture: the same content in two lists, or under two names, must not be in two parts. */
async function keyItems(
  items: readonly DatasetItem[],
  options: ReadListOptions,
): Promise<readonly KeyedItem[]> {
  const files = [...new Set(items.map(({ file }) => file))];
  const hashes = new Map<string, string>();
  const hashed = runAhead(files, filesAhead, async (file) => ({ file, hash: await hashFile(file) }));
  for await (const { file, hash } of hashed) {
    refuseCancelled(options);
    hashes.set(file, hash);
    options.onProgress?.({ done: hashes.size, total: files.length, detail: 'pictures told apart' });
  }
  return items.map((item) => ({ item, keys: keysOf(item, hashes.get(item.file) ?? item.file) }));
}

/** @param content hash of the picture */
export function keysOf(item: DatasetItem, content: string): readonly string[] {
  return item.group === undefined
    ? [`content ${content}`]
    : [`content ${content}`, `group ${item.source ?? ''} ${item.group}`];
}

function refuseCancelled({ signal }: ReadListOptions): void {
  if (signal?.aborted) throw new LabError('cancelled', 'Stopped while the dataset was read.');
}
