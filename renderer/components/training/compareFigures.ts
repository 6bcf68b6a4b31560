import type { Figures, ModelCard } from '../../../main/domain/modelCard.ts';
import type { ModelSummary, TrainingRun } from '../../../main/domain/trainingRun.ts';

export type HeldOutPart = 'test' | 'validation';

/** The new model beside the one that it would replace. */
export interface FiguresPair {
  readonly part: HeldOutPart;
  readonly own: Figures;
  readonly currentName: string | undefined;
  readonly current: Figures | undefined;
  /** false: the current model's figures are of its card, on other cells */
  readonly isSameCells: boolean;
}

/** Figures of a finished run on a held-out part, with those of the active model: measured on the same cells where
 *  the station has done so, else those of its card. Undefined when the part was not measured. */
export function pairFigures(
  run: TrainingRun,
  part: HeldOutPart,
  models: readonly ModelSummary[],
): FiguresPair | undefined {
  const own = part === 'test' ? run.testFigures : run.validationFigures;
  if (own === undefined) return undefined;
  const measured = run.activeFigures?.[part];
  if (measured !== undefined)
    return { part, own, currentName: run.activeFigures?.fullName, current: measured, isSameCells: true };
  const active = models.find(({ isActive, fullName }) => isActive && fullName !== run.modelName);
  const current = active?.card === undefined ? undefined : headlineFigures(active.card);
  return { part, own, currentName: active?.fullName, current, isSameCells: false };
}

/** Figures that stand for a model in a list: of its own weights on a test part, else on the validation part. */
export function headlineFigures(card: ModelCard): Figures | undefined {
  const own = card.evaluations.filter(({ ofTheseWeights }) => ofTheseWeights);
  const tested = own.find(({ protocol }) => !protocol.includes('validation part'));
  return (tested ?? own[0])?.figures;
}

/** What a comparison allows to be said. Intervals that do not overlap show a difference; overlapping ones show none,
 *  whatever the figures are (Schenker & Gentleman 2001: on the careful side). */
export type Evidence = 'alone' | 'other-cells' | 'cannot-tell' | 'better' | 'worse';

export function judgeEvidence({ own, current, isSameCells }: FiguresPair): Evidence {
  if (current === undefined) return 'alone';
  if (!isSameCells) return 'other-cells';
  if (own.accuracyInterval.low > current.accuracyInterval.high) return 'better';
  if (own.accuracyInterval.high < current.accuracyInterval.low) return 'worse';
  return 'cannot-tell';
}
