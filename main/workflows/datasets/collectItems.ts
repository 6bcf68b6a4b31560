import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { cellClassOfFolder } from '../../domain/cellClass.ts';
import type { DatasetProblem } from '../../domain/datasetImport.ts';
import type { DatasetItem } from '../../domain/datasetItem.ts';
import { LabError } from '../../domain/labError.ts';
import { relativePath } from '../../exchange/relativePath.ts';
import { readSplitFile, type SplitRow } from '../readSplitFile.ts';
import { readListLines } from './datasetListFile.ts';
import { findInClassFolders } from './findInFolders.ts';

/** Items to be checked, and lines or folders that are none. Files are absolute paths. */
export interface CheckedItems {
  readonly items: readonly DatasetItem[];
  readonly problems: readonly DatasetProblem[];
}

/** The items of dataset lists, or of a dataset folder with one folder a class, as a training would take them: with a
 *  split file its fold is theirs and exact copies are left out.
 *  @throws LabError 'file-missing' | 'folder-missing' | 'dataset-invalid' when there is nothing; 'argument-invalid' when a
 *  split file is given for a list */
export async function collectItems(
  paths: readonly string[],
  splitFile: { readonly path: string; readonly column: string } | undefined,
): Promise<CheckedItems> {
  const items: DatasetItem[] = [];
  const problems: DatasetProblem[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (!isFolder && splitFile !== undefined)
      throw new LabError(
        'argument-invalid',
        `${path} is a list, and a split file is for folders. Import it with --column instead.`,
      );
    const found = isFolder ? await collectFolder(path, splitFile) : await collectList(path);
    items.push(...found.items);
    problems.push(...found.problems);
  }
  if (items.length > 0) return { items, problems };
  throw new LabError('dataset-invalid', `There is no labelled picture in ${paths.join(', ')}.`);
}

async function collectList(path: string): Promise<CheckedItems> {
  const items: DatasetItem[] = [];
  const problems: DatasetProblem[] = [];
  const source = basename(path, '.jsonl');
  for await (const one of readListLines(path))
    if (one.ok) items.push({ source, ...one.item });
    else problems.push({ file: path, line: one.line, message: one.message });
  return { items, problems };
}

async function collectFolder(
  folder: string,
  splitFile: { readonly path: string; readonly column: string } | undefined,
): Promise<CheckedItems> {
  const rows = splitFile && new Map((await readSplitFile(splitFile.path, splitFile.column)).map(rowEntry));
  const items: DatasetItem[] = [];
  const otherFolders = new Set<string>();
  const source = basename(resolve(folder));
  for await (const found of findInClassFolders(folder)) {
    if (found.kind !== 'picture') continue;
    const { path: file, labels } = found.picture;
    const className = labels[0]?.className ?? '';
    const cellClass = cellClassOfFolder(className);
    const row = rows?.get(relativePath(resolve(folder), file));
    if (cellClass === undefined) otherFolders.add(className);
    else if (rows === undefined) items.push({ file, cellClass, source });
    else if (row !== undefined && !row.isExactCopy) items.push({ file, cellClass, source, fold: row.fold });
  }
  const problems = [...otherFolders].map((name) => ({
    file: resolve(folder, name),
    line: undefined,
    message: 'the name of the folder is no class',
  }));
  return { items, problems };
}

function rowEntry(row: SplitRow): readonly [string, SplitRow] {
  return [row.file, row];
}
