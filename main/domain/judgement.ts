import { type ClassProbabilities, cellClasses, forEachClass, likeliestClass } from './cellClass.ts';

/** What a model says of a cell. */
export interface Judgement {
  /** calibrated */
  readonly probabilities: ClassProbabilities;
  /** how far the cell is from all that the model was trained on, over the farthest that it still names: above 1 it is
   *  none of the classes. Undefined: the model does not measure it */
  readonly strangeness?: number | undefined;
}

/** What the program proposes for a cell before a person has looked: a class, or that the model cannot tell. */
export const proposedClasses = [...cellClasses, 'unidentified'] as const;

export type ProposedClass = (typeof proposedClasses)[number];

/** True of a cell unlike all training cells; false where that was not measured. */
export function isStrange({ strangeness = 0 }: Pick<Judgement, 'strangeness'>): boolean {
  return strangeness > 1;
}

/** The likeliest class; of a strange cell, none. */
export function proposeClass(judgement: Judgement): ProposedClass {
  return isStrange(judgement) ? 'unidentified' : likeliestClass(judgement.probabilities);
}

/** What several cells of one picture say together: the normalised geometric mean of their probabilities (logarithmic
 *  opinion pool, Genest & Zidek 1986) and the mean strangeness. The arithmetic mean of cells that agree is less sure than
 *  they are right.
 *  @param judgements at least one */
export function poolJudgements(judgements: readonly Judgement[]): Judgement {
  const mean = (read: (one: Judgement) => number) =>
    judgements.reduce((sum, one) => sum + read(one), 0) / judgements.length;
  const powers = forEachClass((cellClass) =>
    Math.exp(mean((one) => Math.log(Math.max(leastProbability, one.probabilities[cellClass])))),
  );
  const sum = cellClasses.reduce((total, cellClass) => total + powers[cellClass], 0);
  const probabilities = forEachClass((cellClass) => powers[cellClass] / sum);
  const isMeasured = judgements.every(({ strangeness }) => strangeness !== undefined);
  return { probabilities, strangeness: isMeasured ? mean(({ strangeness = 0 }) => strangeness) : undefined };
}

/** One cell that is sure of another class does not outvote all others. */
const leastProbability = 1e-6;
