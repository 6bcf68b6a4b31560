import type { Db } from '../database/open.ts';
import { listFields } from '../database/scans.ts';
import { findSlide, listSlides } from '../database/slides.ts';
import type { ClassProbabilities } from '../domain/cellClass.ts';
import type { CellId } from '../domain/ids.ts';
import type { SlideId } from '../domain/slide.ts';
import { nextCells } from './nextCells.ts';

/** A cell to label next, with the names of where it is. */
export interface NextCell {
  readonly id: CellId;
  readonly slide: { readonly id: SlideId; readonly name: string };
  readonly field: { readonly index: number; readonly name: string };
  /** null where the model has not judged it */
  readonly probabilities: ClassProbabilities | null;
}

/** The cells to label next with slides and fields by name.
 *  @param slide id, name or path of a slide; undefined: of all slides
 *  @throws LabError 'slide-unknown' */
export function describeNextCells(
  db: Db,
  { slide, count }: { readonly slide: string | undefined; readonly count: number },
): readonly NextCell[] {
  const slideId = slide === undefined ? undefined : findSlide(db, slide).id;
  const chosen = nextCells(db, { slideId, count });
  const wanted = new Set(chosen.map((cell) => cell.slide));
  const slides = new Map(
    listSlides(db)
      .filter(({ id }) => wanted.has(id))
      .map((one) => [one.id as string, { record: one, fields: fieldNames(db, one.currentScan?.id) }]),
  );
  return chosen.map(({ id, slide: ofSlide, field, probabilities }) => {
    const known = slides.get(ofSlide);
    return {
      id,
      slide: { id: ofSlide as SlideId, name: known?.record.name ?? '' },
      field: { index: Number(field), name: known?.fields.get(Number(field)) ?? '' },
      probabilities: probabilities ?? null,
    };
  });
}

function fieldNames(
  db: Db,
  scanId: Parameters<typeof listFields>[1] | undefined,
): ReadonlyMap<number, string> {
  if (scanId === undefined) return new Map();
  return new Map(listFields(db, scanId).fields.map(({ fieldIndex, name }) => [fieldIndex, name]));
}
