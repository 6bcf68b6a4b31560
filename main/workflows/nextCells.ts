import type { Db } from '../database/open.ts';
import { countLabelsBySlide, iterateUnreviewed } from '../database/unreviewedCells.ts';
import {
  chooseNextCells,
  compareAlone,
  type LabelledSoFar,
  type NextCandidate,
} from '../domain/chooseNextCells.ts';
import { noCounts } from '../domain/classCounts.ts';
import type { SlideId } from '../domain/slide.ts';

/** Candidates that are compared with each other: of a million cells the most uncertain ones. */
const mostCandidates = 20_000;

/** The cells to label next, the most useful first.
 *  @param slideId only cells of this slide; undefined: of all slides
 *  @returns at most `count`; fewer where fewer are without a label */
export function nextCells(
  db: Db,
  { slideId, count }: { readonly slideId?: SlideId | undefined; readonly count: number },
): readonly NextCandidate[] {
  const candidates = keepHeaviest(iterateUnreviewed(db, slideId), mostCandidates);
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  return chooseNextCells(candidates, readLabelled(db), count).flatMap((id) => byId.get(id) ?? []);
}

function readLabelled(db: Db): LabelledSoFar {
  const byClass = { ...noCounts };
  const bySlide = new Map<string, number>();
  for (const { slide_id, verdict, count } of countLabelsBySlide(db)) {
    byClass[verdict] += count;
    bySlide.set(slide_id, (bySlide.get(slide_id) ?? 0) + count);
  }
  return { byClass, bySlide };
}

/** The same ones whatever the order in which they come. */
function keepHeaviest(candidates: Iterable<NextCandidate>, most: number): readonly NextCandidate[] {
  let kept: NextCandidate[] = [];
  for (const candidate of candidates) {
    kept.push(candidate);
    if (kept.length >= 3 * most) kept = kept.sort(compareAlone).slice(0, most);
  }
  return kept.length > most ? kept.sort(compareAlone).slice(0, most) : kept;
}
