import type { CellClass } from './cellClass.ts';

/** One labelled image of a dataset, on disk. */
export interface LabelledImage {
  readonly path: string;
  readonly cellClass: CellClass;
}

/** The three parts of a dataset: weights are fitted on the first, choices made on the second, and the
 *  third is read once. */
export interface DatasetParts {
  readonly train: readonly LabelledImage[];
  readonly validation: readonly LabelledImage[];
  readonly test: readonly LabelledImage[];
}
