import { z } from 'zod';
import { cellClasses } from './cellClass.ts';
import { pixelBoxShape } from './pixelBoxShape.ts';

/** One labelled field or cell of a dataset: a line of a dataset list (`*.jsonl`), which every importer writes and
 *  training, evaluation and the checks of a dataset read. */
export const datasetItemSchema = z.strictObject({
  /** of the picture; relative to the folder that the list lies in, or absolute */
  file: z.string().min(1),
  cellClass: z.enum(cellClasses),
  /** the cell in pixels of the picture; without it the label is of the whole field */
  cell: z.object(pixelBoxShape).optional(),
  /** width of a red cell in the picture; measured where it is missing */
  redCellDiameterPx: z.number().positive().max(10_000).optional(),
  /** what must not be parted by a split: slide, patient or twins; unless told the picture's content */
  group: z.string().min(1).optional(),
  /** the dataset it comes from, for the figures by source */
  source: z.string().min(1).optional(),
  /** a split that the dataset's authors made */
  part: z.enum(['train', 'validation', 'test']).optional(),
  fold: z.int().nonnegative().optional(),
});

export type DatasetItem = Readonly<z.infer<typeof datasetItemSchema>>;
