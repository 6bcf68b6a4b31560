import { type ClassProbabilities, cellClasses, likeliestClass } from './cellClass.ts';

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
  const powers = cellClasses.map((cellClass) =>
    Math.exp(mean(({ probabilities }) => Math.log(Math.max(leastProbability, probabilities[cellClass])))),
  );
  const sum = powers.reduce((total, power) => total + power, 0);
  const entries = cellClasses.map((cellClass, i) => [cellClass, (powers[i] ?? 0) / sum] as const);
  const probabilities = Object.fromEntries(entries) as unknown as ClassProbabilities;
  const isMeasured = judgements.every(({ strangeness }) => strangeness !== undefined);
  return { probabilities, strangeness: isMeasured ? mean(({ strangeness = 0 }) => strangeness) : undefined };
}

/** One cell that is sure of another class does not outvote all others. */
const leastProbability = 1e-6;
