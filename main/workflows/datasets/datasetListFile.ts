import { open, rename, rm } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type DatasetItem, datasetItemSchema } from '../../domain/datasetItem.ts';
import { LabError } from '../../domain/labError.ts';
import { relativePath } from '../../exchange/relativePath.ts';
import { writeFailure } from '../../slides/fileFailure.ts';

/** Bytes that are gathered before they are written. */
const bufferBytes = 1 << 16;

/** A dataset list that is being written; it shows itself when it is whole. */
export interface ListWriter {
  /** @param item its file is an absolute path */
  readonly write: (item: DatasetItem) => Promise<void>;
  /** gives the list its name, in place of an older one */
  readonly publish: () => Promise<void>;
  /** removes it; does nothing once it is published */
  readonly discard: () => Promise<void>;
}

/** Starts a list. Pictures below its folder are named relative to it, others by their whole path.
 *  @throws LabError 'disk-full' | 'output-unwritable', here and of each method */
export async function createListWriter(path: string): Promise<ListWriter> {
  const unfinished = `${path}.${process.pid}.partial`;
  const guarded = <Result>(work: Promise<Result>) =>
    work.catch((error: unknown) => {
      throw writeFailure(error, path);
    });
  const file = await guarded(open(unfinished, 'w'));
  const folder = dirname(resolve(path));
  let waiting = '';
  let isOpen = true;
  const flush = async () => {
    const text = waiting;
    waiting = '';
    await guarded(file.writeFile(text));
  };
  const close = async () => {
    if (isOpen) await file.close();
    isOpen = false;
  };
  return {
    write: async (item) => {
      waiting += `${JSON.stringify({ ...item, file: nameIn(folder, item.file) })}\n`;
      if (waiting.length > bufferBytes) await flush();
    },
    publish: async () => {
      await flush();
      await guarded(file.sync());
      await close();
      await guarded(rename(unfinished, path));
    },
    discard: async () => {
      await close();
      await rm(unfinished, { force: true });
    },
  };
}

function nameIn(folder: string, path: string): string {
  const name = relativePath(folder, path);
  return name.startsWith('..') || isAbsolute(name) ? path : name;
}

/** A line of a list: an item whose file is an absolute path, or why it is none. */
export type ListLine =
  | { readonly ok: true; readonly line: number; readonly item: DatasetItem }
  | { readonly ok: false; readonly line: number; readonly message: string };

/** The lines of a list, one after the other.
 *  @throws LabError 'file-missing' when the file cannot be read */
export async function* readListLines(path: string): AsyncGenerator<ListLine> {
  const folder = dirname(resolve(path));
  let line = 0;
  const texts = createInterface({ input: await openList(path), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const text of texts) {
    line += 1;
    if (text.trim() !== '') yield readLine(text, line, folder);
  }
}

async function openList(path: string): Promise<NodeJS.ReadableStream> {
  try {
    return (await open(path)).createReadStream({ encoding: 'utf8' });
  } catch (cause) {
    throw new LabError(
      'file-missing',
      `There is no dataset list ${path}, or it cannot be read. \`lab dataset import\` writes one.`,
      { path },
      { cause },
    );
  }
}

function readLine(text: string, line: number, folder: string): ListLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, line, message: 'it is not JSON' };
  }
  const parsed = datasetItemSchema.safeParse(value);
  if (parsed.success)
    return { ok: true, line, item: { ...parsed.data, file: resolve(folder, parsed.data.file) } };
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  return { ok: false, line, message: `${place === '' ? '' : `${place}: `}${issue?.message}` };
}

/** Every item of a list; nothing of a damaged one is used.
 *  @throws LabError 'dataset-invalid' naming the first line that is no item; as readListLines */
export async function* readListItems(path: string): AsyncGenerator<DatasetItem> {
  for await (const one of readListLines(path)) {
    if (!one.ok)
      throw new LabError(
        'dataset-invalid',
        `Line ${one.line} of ${path} is not an item of a dataset list: ${one.message}. Import the dataset again, or remove the line.`,
        { path, line: one.line },
      );
    yield one.item;
  }
}
