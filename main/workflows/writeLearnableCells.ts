import type { Db } from '../database/open.ts';
import { countReviewedCells } from '../database/reviewedCounts.ts';
import type { ReviewedPicture } from '../domain/splitReviewedCells.ts';
import { controlHashesOf, mayLearnSlide, withoutControlItems } from './withoutControlItems.ts';
import { type WriteCellsOptions, writeReviewedCells } from './writeReviewedCells.ts';

export type LearnableCellsOptions = Omit<WriteCellsOptions, 'isWanted'>;

/** Cuts the reviewed cells out into a folder. Slides and pictures of the control set are never among them.
 *  @returns also how many slides the control set kept out; 0 without one
 *  @throws LabError as writeReviewedCells */
export async function writeLearnableCells(
  db: Db,
  folder: string,
  options: LearnableCellsOptions,
): Promise<{ readonly items: readonly ReviewedPicture[]; readonly leftOutCount: number }> {
  const control = controlHashesOf(db);
  const cells = await writeReviewedCells(db, folder, { ...options, isWanted: mayLearnSlide(control) });
  const { items } = await withoutControlItems(cells, control);
  return { items, leftOutCount: countReviewedCells(db).heldBack.slideCount };
}
