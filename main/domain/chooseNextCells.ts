import { type CellClass, type ClassProbabilities, cellClasses } from './cellClass.ts';
import type { CellId } from './ids.ts';

/** A cell that nobody has given a class yet. */
export interface NextCandidate {
  readonly id: CellId;
  /** whatever tells slides and fields apart */
  readonly slide: string;
  readonly field: string;
  /** of the model, calibrated; undefined where it has not judged the cell */
  readonly probabilities: ClassProbabilities | undefined;
  /** edge of the square of the cell's area, in pixels */
  readonly sizePx: number;
  /** the finder's confidence that it is a white cell, 0..1 */
  readonly score: number;
}

/** What is labelled already. */
export interface LabelledSoFar {
  readonly byClass: Readonly<Record<CellClass, number>>;
  /** labelled cells by slide; slides without any may be missing */
  readonly bySlide: ReadonlyMap<string, number>;
}

/* How the four reasons are mixed. Chosen on two folds of kaggle-all and two stains; test/bench/labelNext.ts measures it on
 * the same folds in exchanged parts, and on other stains. */

/** What a cell of which the model is sure still counts, so that its errors can be found. */
const sureWeight = 0.05;
/** What a cell just like a chosen one still counts. */
const twinWeight = 0.25;
/** From so far apart on, two cells are as different as can be: probabilities differ by up to 1.41. */
const probabilityScale = 1.5;
const sizeScale = 0.5;
/** A slide with four times the labels counts half as much; so do fields within this choice. */
const crowdExponent = 0.5;
/** A class with a quarter of the labels it would have if all had as many counts twice as much. */
const rarityExponent = 0.5;

const uniform: ClassProbabilities = { benign: 0.25, 'early-pre-b': 0.25, 'pre-b': 0.25, 'pro-b': 0.25 };

/** How much a cell is worth looking at by itself, 0..1.05: the model's uncertainty (entropy over that of a guess), less
 *  for what may be no white cell. */
export function weighAlone({ probabilities = uniform, score }: NextCandidate): number {
  let entropy = 0;
  for (const cellClass of cellClasses) {
    const p = probabilities[cellClass];
    if (p > 0) entropy -= p * Math.log(p);
  }
  return (sureWeight + entropy / Math.log(cellClasses.length)) * score;
}

/** Orders cells as `weighAlone` does, heaviest first, equals by id. */
export function compareAlone(a: NextCandidate, b: NextCandidate): number {
  return weighAlone(b) - weighAlone(a) || compareIds(a.id, b.id);
}

/** Chooses the cells to label next, the most useful first: those of which the model is unsure, that differ from each
 *  other, that lie on slides and fields with few labels, and that may be of a class with few labels. The same cells
 *  whatever the order of the candidates; equals by id.
 *  @param count at most so many; fewer where there are fewer candidates */
export function chooseNextCells(
  candidates: readonly NextCandidate[],
  labelled: LabelledSoFar,
  count: number,
): readonly CellId[] {
  const waiting = candidates
    .toSorted((a, b) => compareIds(a.id, b.id))
    .map((candidate) => ({
      candidate,
      probabilities: candidate.probabilities ?? uniform,
      alone: weighAlone(candidate),
      /** distance to the nearest chosen cell, at most 1 */
      distance: 1,
      isChosen: false,
    }));
  const crowds = createCrowds(labelled);
  const chosen: CellId[] = [];
  while (chosen.length < Math.min(count, waiting.length)) {
    let [best, bestWeight] = [waiting.findIndex(({ isChosen }) => !isChosen), -1];
    for (const [at, one] of waiting.entries()) {
      if (one.isChosen) continue;
      const difference = twinWeight + (1 - twinWeight) * one.distance;
      const weight = one.alone * difference * crowds.weigh(one.candidate, one.probabilities);
      if (weight > bestWeight) [best, bestWeight] = [at, weight];
    }
    const next = waiting[best];
    if (next === undefined) break;
    next.isChosen = true;
    chosen.push(next.candidate.id);
    crowds.add(next.candidate, next.probabilities);
    for (const one of waiting)
      one.distance = Math.min(
        one.distance,
        distanceBetween(one.probabilities, next.probabilities) * probabilityScale +
          Math.abs(Math.log(one.candidate.sizePx / next.candidate.sizePx)) * sizeScale,
      );
  }
  return chosen;
}

/** Labels by slide, field and class, those to come among them. */
function createCrowds({ byClass, bySlide }: LabelledSoFar) {
  const slides = new Map(bySlide);
  const fields = new Map<string, number>();
  // one of each from the start: a class without a label is rare, not infinitely so
  const classes: Record<CellClass, number> = { benign: 1, 'early-pre-b': 1, 'pre-b': 1, 'pro-b': 1 };
  for (const cellClass of cellClasses) classes[cellClass] += byClass[cellClass];
  const thin = (count = 0) => (1 + count) ** -crowdExponent;
  const fieldOf = ({ slide, field }: NextCandidate) => `${slide}\n${field}`;
  return {
    weigh: (candidate: NextCandidate, probabilities: ClassProbabilities): number => {
      let [total, rarity] = [0, 0];
      for (const cellClass of cellClasses) total += classes[cellClass] / cellClasses.length;
      for (const cellClass of cellClasses)
        rarity += probabilities[cellClass] * (total / classes[cellClass]) ** rarityExponent;
      return thin(slides.get(candidate.slide)) * thin(fields.get(fieldOf(candidate))) * rarity;
    },
    add: (candidate: NextCandidate, probabilities: ClassProbabilities): void => {
      const field = fieldOf(candidate);
      slides.set(candidate.slide, (slides.get(candidate.slide) ?? 0) + 1);
      fields.set(field, (fields.get(field) ?? 0) + 1);
      for (const cellClass of cellClasses) classes[cellClass] += probabilities[cellClass];
    },
  };
}

function distanceBetween(a: ClassProbabilities, b: ClassProbabilities): number {
  let sum = 0;
  for (const cellClass of cellClasses) sum += (a[cellClass] - b[cellClass]) ** 2;
  return Math.sqrt(sum);
}

/** Ids are numbers in the database: 9 is before 10. */
function compareIds(a: CellId, b: CellId): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}
