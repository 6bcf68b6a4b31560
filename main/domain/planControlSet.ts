import type { CellClass } from './cellClass.ts';
import { addCounts, type ClassCounts, noCounts } from './classCounts.ts';
import { countBlasts, findTooFewControlItems, type LeastControlItems } from './controlSet.ts';
import { createRandom, shuffled } from './randomNumbers.ts';

/** A slide with its reviewed cells. */
export interface ReviewedSlide {
  /** of its content */
  readonly sha256: string;
  readonly counts: ClassCounts;
  /** its cells are in an earlier control set: no training has learned it since */
  readonly wasControl: boolean;
}

export interface ControlSetPlan {
  /** contents of the slides whose cells are to be locked */
  readonly slides: readonly string[];
  readonly counts: ClassCounts;
  /** reviewed slides that remain for training */
  readonly remainingSlideCount: number;
  /** why there are too few cells, for people; undefined when they suffice */
  readonly problem: string | undefined;
}

/** Part of the reviewed slides that is locked even where fewer would do: a control set of one slide tells of one slide. */
const controlShare = 0.2;
/** the same slides give the same plan */
const orderSeed = 20_26;

/** Chooses whole slides for a control set, for cells of one slide resemble each other: first those of earlier control
 *  sets, then by chance, until the least numbers are reached and a fifth of the slides is locked. The rest stays for
 *  training. */
export function planControlSet(
  slides: readonly ReviewedSlide[],
  rules: { readonly least: LeastControlItems; readonly isBlast: (cellClass: CellClass) => boolean },
): ControlSetPlan {
  const { least, isBlast } = rules;
  const sorted = slides.toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  const order = shuffled(sorted, createRandom(orderSeed)).toSorted(
    (a, b) => Number(b.wasControl) - Number(a.wasControl),
  );
  const wantedSlides = Math.ceil(slides.length * controlShare);
  let counts = noCounts;
  const chosen: string[] = [];
  const take = (slide: ReviewedSlide) => {
    chosen.push(slide.sha256);
    counts = addCounts(counts, slide.counts);
  };
  for (const slide of order) {
    const [has, gives] = [countBlasts(counts, isBlast), countBlasts(slide.counts, isBlast)];
    const isNeeded =
      (has.blast < least.blast && gives.blast > 0) || (has.benign < least.benign && gives.benign > 0);
    if (isNeeded) take(slide);
  }
  for (const slide of order) if (chosen.length < wantedSlides && !chosen.includes(slide.sha256)) take(slide);
  return {
    slides: chosen,
    counts,
    remainingSlideCount: slides.length - chosen.length,
    problem: findTooFewControlItems(counts, least, isBlast),
  };
}
