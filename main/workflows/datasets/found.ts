import type { DatasetProblem } from '../../domain/datasetImport.ts';
import type { FoundLabel } from '../../exchange/foundLabel.ts';

/** A labelled picture as a dataset's own files tell of it, before it was looked at. */
export interface FoundPicture {
  /** absolute */
  readonly path: string;
  /** the file that labels it, for messages; the picture itself where its folder or name does */
  readonly annotation: string;
  readonly labels: readonly FoundLabel[];
  /** the size that was annotated; pixels of another size mean other places */
  readonly statedSize?: { readonly widthPx: number; readonly heightPx: number } | undefined;
  readonly group?: string | undefined;
  readonly part?: 'train' | 'validation' | 'test' | undefined;
  readonly fold?: number | undefined;
  readonly redCellDiameterPx?: number | undefined;
}

/** What a reader of a dataset comes upon, in the order of the dataset. */
export type Found =
  | { readonly kind: 'picture'; readonly picture: FoundPicture }
  | { readonly kind: 'problem'; readonly problem: DatasetProblem }
  | { readonly kind: 'exact-copy' };

/** @param message what is wrong, and nothing of the place */
export function foundProblem(file: string, message: string, line?: number): Found {
  return { kind: 'problem', problem: { file, line, message } };
}

/** The label of a whole picture. */
export function wholePicture(className: string): FoundLabel {
  return { className, box: undefined, line: undefined };
}
