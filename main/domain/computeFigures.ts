import { type CellClass, type ClassProbabilities, cellClasses, likeliestClass } from './cellClass.ts';
import { clopperPearson } from './clopperPearson.ts';
import type { Figures } from './modelCard.ts';
import { calibrationErrorOf, computeReliability } from './reliability.ts';

/** One held-out image or cell: what it is, and what the network gave each class. */
export interface ScoredItem {
  readonly cellClass: CellClass;
  readonly probabilities: ClassProbabilities;
  /** as in `Judgement`; figures are of the likeliest class whether it is strange or not */
  readonly strangeness?: number | undefined;
}

/** Figures of a classifier on held-out items. A class that was never predicted has precision 0; a class
 *  without an item has recall 0 and is left out of the macro figures. Macro = mean over classes. */
export function computeFigures(items: readonly ScoredItem[]): Figures {
  const confusionMatrix = cellClasses.map((truth) =>
    cellClasses.map(
      (predicted) =>
        items.filter((item) => item.cellClass === truth && likeliestClass(item.probabilities) === predicted)
          .length,
    ),
  );
  const correct = cellClasses.reduce((sum, _, i) => sum + (confusionMatrix[i]?.[i] ?? 0), 0);
  const classes = cellClasses.map((cellClass, i) => {
    const count = sumOf(confusionMatrix[i] ?? []);
    const predicted = sumOf(confusionMatrix.map((row) => row[i] ?? 0));
    const hits = confusionMatrix[i]?.[i] ?? 0;
    const precision = ratio(hits, predicted);
    const recall = ratio(hits, count);
    return {
      cellClass,
      count,
      precision,
      recall,
      f1: ratio(2 * precision * recall, precision + recall),
      rocAuc: computeRocAuc(items, cellClass),
      recallInterval: clopperPearson(hits, count),
    };
  });
  const reliability = computeReliability(items);
  const present = classes.filter(({ count }) => count > 0);
  const mean = (pick: (figures: (typeof classes)[number]) => number) =>
    ratio(sumOf(present.map(pick)), present.length);
  return {
    count: items.length,
    accuracy: ratio(correct, items.length),
    accuracyInterval: clopperPearson(correct, items.length),
    macroPrecision: mean((one) => one.precision),
    macroRecall: mean((one) => one.recall),
    macroF1: mean((one) => one.f1),
    macroRocAuc: mean((one) => one.rocAuc),
    expectedCalibrationError: calibrationErrorOf(reliability),
    reliability: [...reliability],
    classes,
    confusionMatrix,
  };
}

/** Area under the ROC curve of one class against the rest: the chance that an item of the class gets a
 *  higher probability than another, ties half (Mann-Whitney). 0.5 when one side is empty. */
function computeRocAuc(items: readonly ScoredItem[], cellClass: CellClass): number {
  const sorted = items
    .map((item) => ({ score: item.probabilities[cellClass], positive: item.cellClass === cellClass }))
    .sort((a, b) => a.score - b.score);
  let rankSum = 0;
  let start = 0;
  while (start < sorted.length) {
    let end = start + 1; // NaN is not even equal to itself
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) end += 1;
    const meanRank = (start + 1 + end) / 2;
    rankSum += meanRank * sorted.slice(start, end).filter(({ positive }) => positive).length;
    start = end;
  }
  const positives = sorted.filter(({ positive }) => positive).length;
  const negatives = sorted.length - positives;
  if (positives === 0 || negatives === 0) return 0.5;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
