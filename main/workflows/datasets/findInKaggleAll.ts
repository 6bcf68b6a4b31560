import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { relativePath } from '../../exchange/relativePath.ts';
import { indexOfColumn } from '../readSplitFile.ts';
import { findInClassFolders } from './findInFolders.ts';
import { type Found, foundProblem, wholePicture } from './found.ts';

/** Pictures of the ALL image dataset of Aria et al. 2021 with its split file: twins are a group, exact copies are
 *  left out, a column of folds is the fold.
 *  @param column "random_fold" or "stain_fold"; undefined: no fold
 *  @throws LabError 'folder-missing' | 'file-missing'; 'argument-invalid' when there is no such column */
export async function* findInKaggleAll(folder: string, column: string | undefined): AsyncGenerator<Found> {
  const path = join(folder, 'splits.tsv');
  const rows = parseRows(await readSplits(path), path, column);
  const unseen = new Set(rows.keys());
  for await (const found of findInClassFolders(folder)) {
    if (found.kind !== 'picture') continue;
    const name = relativePath(resolve(folder), found.picture.path);
    const row = rows.get(name);
    unseen.delete(name);
    if (row === undefined) yield foundProblem(found.picture.path, `${path} does not name it`);
    else if ('fault' in row) yield foundProblem(path, row.fault, row.line);
    else if (row.isExactCopy) yield { kind: 'exact-copy' };
    else yield { kind: 'picture', picture: { ...found.picture, group: row.group, fold: row.fold } };
  }
  for (const name of unseen) {
    const row = rows.get(name);
    if (row !== undefined && 'fault' in row) yield foundProblem(path, row.fault, row.line);
    // a copy that is not there is missed by nobody
    if (row === undefined || 'fault' in row || row.isExactCopy) continue;
    yield {
      kind: 'picture',
      picture: {
        path: resolve(folder, name),
        annotation: path,
        labels: [wholePicture(name.split('/')[0] ?? '')],
      },
    };
  }
}

type Row =
  | { readonly group: string; readonly isExactCopy: boolean; readonly fold: number | undefined }
  | { readonly fault: string; readonly line: number };

async function readSplits(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new LabError(
      'file-missing',
      `There is no readable ${path}. The format kaggle-all needs the split file beside the class folders; without it import as folders.`,
      { path },
      { cause },
    );
  });
}

function parseRows(text: string, path: string, column: string | undefined): ReadonlyMap<string, Row> {
  const [head = '', ...lines] = text.split(/\r?\n/);
  const columns = head.split('\t');
  const indexOf = (name: string) => indexOfColumn(columns, name, path);
  const [fileAt, groupAt, copyAt] = [indexOf('file'), indexOf('twin_group'), indexOf('exact_copy')];
  const foldAt = column === undefined ? undefined : indexOf(column);
  const rows = new Map<string, Row>();
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const values = line.split('\t');
    const [file = '', group = '', copy = ''] = [values[fileAt], values[groupAt], values[copyAt]];
    const fold = foldAt === undefined ? '0' : (values[foldAt] ?? '');
    const isRow = file !== '' && group !== '' && /^[01]$/.test(copy) && /^\d{1,3}$/.test(fold);
    rows.set(
      file,
      isRow
        ? { group, isExactCopy: copy === '1', fold: foldAt === undefined ? undefined : Number(fold) }
        : { fault: `"${line.slice(0, 60)}" is not a row of the split file`, line: index + 2 },
    );
  }
  return rows;
}
