import { type CellClass, type ClassProbabilities, likeliestClass } from './cellClass.ts';
import { computeFigures, type ScoredItem } from './computeFigures.ts';
import { formatPercent } from './formatPercent.ts';
import { gateFiguresOf } from './gateFiguresOf.ts';
import {
  fractionOf,
  type GateReason,
  type GateVerdict,
  type ModelComparison,
  type Proportion,
} from './gateVerdict.ts';
import { mcNemarExact } from './mcNemarExact.ts';

/** Two models that differ by chance no oftener than this are held to differ. */
export const significance = 0.05;

export interface PromotionRules {
  /** least blast sensitivity, 0..1 */
  readonly floor: number;
  readonly isBlast: (cellClass: CellClass) => boolean;
}

/** What the models gave each item, in the order of the items. */
export interface PromotionScores {
  readonly truths: readonly CellClass[];
  readonly challenger: readonly ClassProbabilities[];
  /** undefined: there is no other model to compare with */
  readonly champion: readonly ClassProbabilities[] | undefined;
}

export interface PromotionJudgement
  extends Pick<GateVerdict, 'challengerFigures' | 'championFigures' | 'comparison'> {
  readonly reasons: GateVerdict['reasons'];
}

/** Judges a model that is to take another's place, on the same items. It is refused when it misses more blasts than the
 *  lab allows, or when it has fewer items right than the other and chance does not explain it. */
export function judgePromotion(scores: PromotionScores, rules: PromotionRules): PromotionJudgement {
  const { truths, challenger, champion } = scores;
  const challengerFigures = gateFiguresOf(computeFigures(score(truths, challenger)), rules.isBlast);
  const reasons = judgeSensitivity(challengerFigures.blastSensitivity, rules.floor);
  if (champion === undefined) return { challengerFigures, reasons };
  const comparison = compareModels(truths, challenger, champion);
  return {
    challengerFigures,
    championFigures: gateFiguresOf(computeFigures(score(truths, champion)), rules.isBlast),
    comparison,
    reasons: [...reasons, ...judgeComparison(comparison)],
  };
}

/** Which of the items each model had right, by the very class. */
export function compareModels(
  truths: readonly CellClass[],
  challenger: readonly ClassProbabilities[],
  champion: readonly ClassProbabilities[],
): ModelComparison {
  const isRight = (said: readonly ClassProbabilities[], at: number) => {
    const probabilities = said[at];
    return probabilities !== undefined && likeliestClass(probabilities) === truths[at];
  };
  const count = (ofChallenger: boolean, ofChampion: boolean) =>
    truths.filter((_, at) => isRight(challenger, at) === ofChallenger && isRight(champion, at) === ofChampion)
      .length;
  const [onlyChallengerRight, onlyChampionRight] = [count(true, false), count(false, true)];
  return {
    bothRight: count(true, true),
    onlyChallengerRight,
    onlyChampionRight,
    bothWrong: count(false, false),
    p: mcNemarExact(onlyChallengerRight, onlyChampionRight),
  };
}

function judgeSensitivity(sensitivity: Proportion, floor: number): PromotionJudgement['reasons'] {
  const fraction = fractionOf(sensitivity);
  if (fraction !== undefined && fraction >= floor) return [];
  const { hits, count } = sensitivity;
  return [
    because(
      'blast-sensitivity-below-floor',
      `it finds ${hits} of ${count} blasts${fraction === undefined ? '' : ` (${formatPercent(fraction)})`}; this lab asks for ${formatPercent(floor)}`,
    ),
  ];
}

function judgeComparison(comparison: ModelComparison): PromotionJudgement['reasons'] {
  const { p, onlyChallengerRight, onlyChampionRight } = comparison;
  if (p >= significance || onlyChallengerRight >= onlyChampionRight) return [];
  return [
    because(
      'worse-than-champion',
      `${onlyChampionRight} items are right only in the active model, ${onlyChallengerRight} only in this one: ` +
        `more than chance explains (McNemar p = ${p < 0.001 ? p.toExponential(1) : p.toFixed(3)})`,
    ),
  ];
}

/** A reason with its words. */
export function because(reason: GateReason, detail: string): GateVerdict['reasons'][number] {
  return { reason, detail };
}

function score(truths: readonly CellClass[], said: readonly ClassProbabilities[]): readonly ScoredItem[] {
  return truths.flatMap((cellClass, at) => {
    const probabilities = said[at];
    return probabilities === undefined ? [] : [{ cellClass, probabilities }];
  });
}
