import type { PixelBox } from './cell.ts';
import type { CellClass } from './cellClass.ts';

/** One labelled field or cell of a dataset, on disk. */
export interface LabelledImage {
  readonly path: string;
  readonly cellClass: CellClass;
  /** the cell that is labelled; undefined where the label is of the whole field */
  readonly cell?: LabelledCell | undefined;
  /** path of a picture whose colours this one is given before it is judged: the same cells in another laboratory's
   *  stain */
  readonly coloursOf?: string | undefined;
}

/** The label alone, without what it was split by. */
export function labelOf({ path, cellClass, cell }: LabelledImage): LabelledImage {
  return cell === undefined ? { path, cellClass } : { path, cellClass, cell };
}

/** Where a labelled cell lies in its picture. */
export interface LabelledCell extends PixelBox {
  /** width of a red cell in the picture */
  readonly redCellDiameterPx: number;
}

/** The three parts of a dataset: weights are fitted on the first, choices made on the second, and the
 *  third is read once. */
export interface DatasetParts {
  readonly train: readonly LabelledImage[];
  readonly validation: readonly LabelledImage[];
  readonly test: readonly LabelledImage[];
}
