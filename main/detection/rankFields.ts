import type { MonolayerJudgement } from './judgeMonolayer.ts';
import type { PlannedField } from './planFields.ts';
import { spreadTurn } from './spreadTurn.ts';

/** A planned field with what it looked like at mid power; undefined where the slide could not be read there. */
export interface JudgedField {
  readonly field: PlannedField;
  readonly judgement: MonolayerJudgement | undefined;
}

/** Less of a view than this is dust: there is nothing to search. */
const leastCoverage = 0.003;

/** Whether a field has nothing to search. One that could not be judged may have: the full resolution may be whole. */
export function isEmptyField({ judgement }: JudgedField): boolean {
  return judgement !== undefined && judgement.coverage < leastCoverage;
}

/** Scores are told apart by this much: fields that differ by less look alike. */
const scoreStep = 0.05;

/** The fields in the order in which a morphologist would look at them: the best monolayer first, and of fields that
 *  look alike one here and one there, so that a scan that stops early has seen all of the smear: white cells are
 *  not the same at its edges and in its middle. What could not be judged comes last.
 *  @param judged in an order that is the same each time */
export function rankFields(judged: readonly JudgedField[]): readonly PlannedField[] {
  return judged
    .map(({ field, judgement }, index) => ({
      field,
      rank: judgement === undefined ? -1 : Math.round(judgement.score / scoreStep),
      turn: spreadTurn(index),
    }))
    .toSorted((a, b) => b.rank - a.rank || a.turn - b.turn)
    .map(({ field }) => field);
}
