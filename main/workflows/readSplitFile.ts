import { readFile } from 'node:fs/promises';
import { LabError } from '../domain/labError.ts';

/** One line of a split file. */
export interface SplitRow {
  /** relative to the dataset, with forward slashes */
  readonly file: string;
  readonly fold: number;
  /** byte for byte the same as another row's image */
  readonly isExactCopy: boolean;
}

/** Reads one fold column of a splits.tsv: tab-separated, a header line, columns `file` and `exact_copy`.
 *  @throws LabError 'file-missing'; 'dataset-invalid' naming the line that cannot be understood;
 *  'argument-invalid' when there is no such column */
export async function readSplitFile(path: string, column: string): Promise<readonly SplitRow[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new LabError(
      'file-missing',
      `Cannot read the split file ${path}. Check the path.`,
      { path },
      { cause },
    );
  });
  return parseSplitRows(text, path, column);
}

/** The pure part of readSplitFile. @param path for messages only */
export function parseSplitRows(text: string, path: string, column: string): readonly SplitRow[] {
  const [header = '', ...lines] = text.split(/\r?\n/);
  const columns = header.split('\t');
  const fileAt = indexOfColumn(columns, 'file', path);
  const copyAt = indexOfColumn(columns, 'exact_copy', path);
  const foldAt = indexOfColumn(columns, column, path);
  const rows = lines.flatMap((line, index) => {
    if (line === '') return [];
    const values = line.split('\t');
    const file = values[fileAt];
    const fold = values[foldAt] ?? '';
    const copy = values[copyAt] ?? '';
    if (!file || !/^\d{1,3}$/.test(fold) || !/^[01]$/.test(copy)) {
      throw new LabError(
        'dataset-invalid',
        `Line ${index + 2} of ${path} is not a split row: it needs a file, ${column} as a whole number, and exact_copy as 0 or 1.`,
        { path, line: index + 2 },
      );
    }
    return [{ file, fold: Number(fold), isExactCopy: copy === '1' }];
  });
  if (rows.length === 0)
    throw new LabError('dataset-invalid', `The split file ${path} has no row.`, { path });
  return rows;
}

/** @throws LabError 'argument-invalid' when the split file has no such column */
export function indexOfColumn(columns: readonly string[], wanted: string, path: string): number {
  const index = columns.indexOf(wanted);
  if (index === -1) {
    throw new LabError(
      'argument-invalid',
      `The split file ${path} has no column ${wanted}. It has: ${columns.join(', ')}.`,
      { path },
    );
  }
  return index;
}
