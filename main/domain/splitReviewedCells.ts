import { cellClasses } from './cellClass.ts';
import { type ClassCounts, countClasses } from './classCounts.ts';
import { type GroupedItem, leastGroups, splitBySeed } from './datasetSplit.ts';
import { LabError } from './labError.ts';
import type { DatasetParts } from './labelledImage.ts';
import { splitBySlide } from './slideSplit.ts';

/** Picture of a cell that a person gave a class; `group` is its slide, `field` its field. */
export interface ReviewedPicture extends GroupedItem {
  readonly field: string;
}

/** Cells by what they were kept together: the less, the less a held-out figure proves. */
export type SplitUnit = 'slide' | 'cell';

export interface ReviewedSplit {
  readonly parts: DatasetParts;
  readonly unit: SplitUnit;
}

/** Splits reviewed cells by slide, so that held-out figures tell of slides that were never seen. Where the slides are
 *  too few for that, cells are split one by one: figures are then of the very slides that were learned, which the
 *  caller has to say.
 *  @throws LabError 'dataset-invalid' when a class has too few cells */
export function splitReviewedCells(items: readonly ReviewedPicture[], seed: number): ReviewedSplit {
  const problem = findTooFewCells(countClasses(items));
  if (problem !== undefined) throw new LabError('dataset-invalid', problem);
  try {
    return { parts: splitBySlide(items, seed), unit: 'slide' };
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'dataset-invalid') throw error;
  }
  return {
    parts: splitBySeed(
      items.map((item) => ({ ...item, group: item.path })),
      seed,
    ),
    unit: 'cell',
  };
}

/** Why so many reviewed cells of each class cannot be trained on, for people; undefined when they can. */
export function findTooFewCells(counts: ClassCounts): string | undefined {
  const lacking = cellClasses.filter((cellClass) => counts[cellClass] < leastGroups);
  if (lacking.length === 0) return undefined;
  const list = lacking.map((cellClass) => `${cellClass}: ${leastGroups - counts[cellClass]} more`);
  return `Training, validation and test need one reviewed cell of every class each. Review at least ${list.join(', ')}.`;
}
