import type { CellClass } from './cellClass.ts';

/** A file or line of a dataset that could not be used, and why. */
export interface DatasetProblem {
  readonly file: string;
  /** from 1; undefined where the fault is the file's, or its format has no lines */
  readonly line: number | undefined;
  readonly message: string;
}

/** What an import wrote and what it left out. */
export interface ImportSummary {
  /** the new list */
  readonly list: string;
  readonly itemCount: number;
  /** pictures with at least one item */
  readonly pictureCount: number;
  readonly counts: Readonly<Record<CellClass, number>>;
  /** labels of classes that are none of the lab's and were not mapped, most frequent first */
  readonly leftOut: readonly { readonly className: string; readonly count: number }[];
  /** byte-for-byte copies of other pictures, as the dataset itself says */
  readonly exactCopyCount: number;
  /** pictures whose labelled red cells give their scale */
  readonly measuredCount: number;
  /** the first of them */
  readonly problems: readonly DatasetProblem[];
  readonly problemCount: number;
}

/** Most problems that are kept: a broken disk has one for each picture. */
export const mostProblems = 1000;

/** "labels/a.txt line 3: …" */
export function formatProblem({ file, line, message }: DatasetProblem): string {
  return `${file}${line === undefined ? '' : ` line ${line}`}: ${message}`;
}
