import { cellClasses } from '../domain/cellClass.ts';
import { clopperPearson } from '../domain/clopperPearson.ts';
import { formatPercent } from '../domain/formatPercent.ts';
import type { Figures } from '../domain/modelCard.ts';
import type { countProposals, ProposalCounts } from '../domain/proposalCounts.ts';
import { formatInterval, layOutTable } from './table.ts';

/** A classifier's figures as lines for people. */
export function formatFigures(figures: Figures): string {
  const overall = [
    `${figures.count} images, accuracy ${formatPercent(figures.accuracy)} (95 %: ${formatInterval(figures.accuracyInterval)})`,
    `macro precision ${formatPercent(figures.macroPrecision)}, recall ${formatPercent(figures.macroRecall)}, ` +
      `F1 ${formatPercent(figures.macroF1)}, ROC AUC ${figures.macroRocAuc.toFixed(4)}`,
    `expected calibration error ${figures.expectedCalibrationError.toFixed(4)}`,
  ];
  const classes = layOutTable([
    ['class', 'n', 'precision', 'recall', '95 % of recall', 'F1', 'ROC AUC'],
    ...figures.classes.map((one) => [
      one.cellClass,
      String(one.count),
      formatPercent(one.precision),
      formatPercent(one.recall),
      formatInterval(one.recallInterval),
      formatPercent(one.f1),
      one.rocAuc.toFixed(4),
    ]),
  ]);
  const confusion = layOutTable([
    ['true \\ predicted', ...cellClasses],
    ...cellClasses.map((cellClass, i) => [cellClass, ...(figures.confusionMatrix[i] ?? []).map(String)]),
  ]);
  return [...overall, '', classes, '', confusion].join('\n');
}

/** What a model would propose for benign and for blast-like items, strange ones apart. */
export function formatProposed({ benign, blast }: ReturnType<typeof countProposals>): string {
  const row = (name: string, { count, benignCount, blastCount, unidentifiedCount }: ProposalCounts) => [
    name,
    ...[count, benignCount, blastCount, unidentifiedCount].map(String),
    count === 0 ? '' : formatInterval(clopperPearson(blastCount, count)),
  ];
  return layOutTable([
    ['truth', 'n', 'proposed benign', 'blast-like', 'unidentified', '95 % of blast-like'],
    row('benign', benign),
    row('blast-like', blast),
  ]);
}
