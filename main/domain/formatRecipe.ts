import { clopperPearson } from './clopperPearson.ts';
import { formatPercent } from './formatPercent.ts';
import type { ModelCard } from './modelCard.ts';
import type { Comparison, CrossValidation, OtherSource } from './recipeFigures.ts';

/** The parts of CARD.md that tell of the recipe: folds, comparisons, other sources; none where the card has none. */
export function formatRecipe({
  crossValidation = [],
  comparisons = [],
  otherSources = [],
}: ModelCard): readonly string[] {
  return [
    ...(crossValidation.length === 0 ? [] : formatFolds(crossValidation)),
    ...(otherSources.length === 0 ? [] : formatSources(otherSources)),
    ...comparisons.flatMap(formatComparison),
  ];
}

function formatFolds(protocols: readonly CrossValidation[]): readonly string[] {
  return [
    '## The recipe over the folds',
    '',
    'Each fold was the test of weights that were trained afresh without it, the next fold chose the epoch; read once.',
    '',
    ...protocols.flatMap(formatProtocol),
  ];
}

function formatProtocol({ protocol, foldCount, folds }: CrossValidation): readonly string[] {
  const mean = (read: (fold: CrossValidation['folds'][number]) => number) =>
    folds.reduce((sum, fold) => sum + read(fold), 0) / folds.length;
  const row = (
    name: string,
    count: string,
    read: (of: (fold: CrossValidation['folds'][number]) => number) => number,
  ) =>
    `| ${[
      name,
      count,
      ...[
        read(({ test }) => test.accuracy),
        read(({ test }) => test.macroPrecision),
        read(({ test }) => test.macroRecall),
        read(({ test }) => test.benignRecall),
        read(({ test }) => test.expectedCalibrationError),
        read(({ colour }) => colour.accuracy),
        read(({ colour }) => colour.benignRecall),
      ].map(formatPercent),
    ].join(' | ')} |`;
  const left =
    folds.length === foldCount
      ? ''
      : ` Only ${folds.length} of the ${foldCount} folds ${folds.length === 1 ? 'was run: fold' : 'were run: folds'} ${folds.map(({ fold }) => fold).join(', ')}.`;
  const over = folds.length === 1 ? 'Accuracy on one fold' : `Mean accuracy over ${folds.length} folds`;
  return [
    `### ${protocol}`,
    '',
    `${over} ${formatPercent(mean(({ test }) => test.accuracy))}, macro precision ${formatPercent(mean(({ test }) => test.macroPrecision))}, benign recall ${formatPercent(mean(({ test }) => test.benignRecall))}; colour alone ${formatPercent(mean(({ colour }) => colour.accuracy))} and ${formatPercent(mean(({ colour }) => colour.benignRecall))}.${left}`,
    '',
    '| fold | fields | accuracy | macro precision | macro recall | benign recall | calibration error | colour alone: accuracy | colour alone: benign recall |',
    '|---|---|---|---|---|---|---|---|---|',
    ...folds.map((fold) => row(String(fold.fold), String(fold.test.count), (read) => read(fold))),
    ...(folds.length > 1 ? [row('**mean**', `${sum(folds)} in all`, mean)] : []),
    '',
  ];
}

function sum(folds: CrossValidation['folds']): number {
  return folds.reduce((total, { test }) => total + test.count, 0);
}

function formatSources(sources: readonly OtherSource[]): readonly string[] {
  return [
    '## Cells of other sources',
    '',
    'What is proposed for cells that come from elsewhere; a wrong proposal is a blast-like one for a normal cell, a benign one for a blast.',
    '',
    '| cells | truth | n | benign | blast-like | unidentified | wrong (95 % interval) |',
    '|---|---|---|---|---|---|---|',
    ...sources.map(({ name, truth, count, benignCount, blastCount, unidentifiedCount }) => {
      const wrongCount = truth === 'benign' ? blastCount : benignCount;
      const { low, high } = clopperPearson(wrongCount, count);
      const wrong = `${formatPercent(wrongCount / Math.max(1, count))} (${formatPercent(low)} to ${formatPercent(high)})`;
      return `| ${name} | ${truth} | ${count} | ${benignCount} | ${blastCount} | ${unidentifiedCount} | ${wrong} |`;
    }),
    '',
  ];
}

function formatComparison({ title, note, rows }: Comparison): readonly string[] {
  return [
    `## ${title}`,
    '',
    note,
    '',
    '| | parameters | weights | validation accuracy | test accuracy | macro precision | benign recall | cell by cell | calibration error | epoch | minutes |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...rows.map(
      (one) =>
        `| ${one.name} | ${one.parameterCount.toLocaleString('en')} | ${(one.sizeBytes / 1e6).toFixed(1)} MB | ${formatPercent(one.validation.accuracy)} | ${formatPercent(one.test.accuracy)} | ${formatPercent(one.test.macroPrecision)} | ${formatPercent(one.test.benignRecall)} | ${one.testCells === undefined ? '' : formatPercent(one.testCells.accuracy)} | ${formatPercent(one.test.expectedCalibrationError)} | ${one.chosenEpoch} | ${one.minutes.toFixed(0)} |`,
    ),
    '',
  ];
}
