import { type CellClass, cellClasses } from './cellClass.ts';
import type { GateFigures, Proportion } from './gateVerdict.ts';
import type { Figures } from './modelCard.ts';
import { wilsonInterval } from './wilsonInterval.ts';

/** The shares that a model is judged by, each with its interval, from its confusion matrix. */
export function gateFiguresOf(figures: Figures, isBlast: (cellClass: CellClass) => boolean): GateFigures {
  const counted = (
    among: (truth: CellClass, said: CellClass) => boolean,
    isHit: (truth: CellClass, said: CellClass) => boolean,
  ): Proportion => {
    let [hits, count] = [0, 0];
    for (const [row, truth] of cellClasses.entries()) {
      for (const [column, said] of cellClasses.entries()) {
        const items = figures.confusionMatrix[row]?.[column] ?? 0;
        if (!among(truth, said)) continue;
        count += items;
        if (isHit(truth, said)) hits += items;
      }
    }
    return { hits, count, ...wilsonInterval(hits, count) };
  };
  const isRight = (truth: CellClass, said: CellClass) => truth === said;
  return {
    blastSensitivity: counted(isBlast, (_truth, said) => isBlast(said)),
    blastSpecificity: counted(
      (truth) => !isBlast(truth),
      (_truth, said) => !isBlast(said),
    ),
    classes: cellClasses.map((cellClass) => ({
      cellClass,
      sensitivity: counted((truth) => truth === cellClass, isRight),
      precision: counted((_truth, said) => said === cellClass, isRight),
    })),
    figures,
  };
}
