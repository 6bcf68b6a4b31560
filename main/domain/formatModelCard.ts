import { cellClasses } from './cellClass.ts';
import { formatPercent } from './formatPercent.ts';
import { formatRecipe } from './formatRecipe.ts';
import type { LearnedPart } from './learnedPart.ts';
import type { Figures, ModelCard } from './modelCard.ts';

/** CARD.md: the model's card for people, from the same facts as card.json. */
export function formatModelCard(card: ModelCard): string {
  const { training, architecture, preprocessing } = card;
  const lines = [
    `# ${card.name} ${card.version}`,
    '',
    `**${card.intendedUse}**`,
    '',
    '| | |',
    '|---|---|',
    `| Network | ${architecture.name}; width x ${architecture.widthMultiplier}; ${architecture.batchNormalisation ? 'batch normalisation' : 'no normalisation'}; ${architecture.parameterCount.toLocaleString('en')} parameters |`,
    `| Input | ${preprocessing.inputPx} x ${preprocessing.inputPx} px RGB, a window ${preprocessing.windowRedCells.toFixed(1)} red cells wide; lower-right ${formatPercent(preprocessing.scaleBarCorner.width)} x ${formatPercent(preprocessing.scaleBarCorner.height)} of each field painted over |`,
    `| Classes | ${card.classes.join(', ')} |`,
    `| Weights | ${card.weights.file}, ${(card.weights.sizeBytes / 1e6).toFixed(2)} MB, SHA-256 \`${card.weights.sha256}\` |`,
    `| Made | ${card.createdAt} by Blastscope ${card.programVersion} |`,
    ...formatParent(card),
    `| Training | ${training.optimizer}, peak learning rate ${training.learningRate}, ${training.epochs} epochs (epoch ${training.chosenEpoch} chosen on validation), batch ${training.batchSize}, seed ${training.seed}, ${(training.durationMs / 60_000).toFixed(0)} min${formatStop(card)} |`,
    `| Data | ${card.dataset.name}: ${training.trainCount} training, ${training.validationCount} validation ${card.trainedOn === 'cells' ? 'cells' : 'images'}; ${card.dataset.split} |`,
    ...(training.besides === undefined
      ? []
      : [
          `| Learned besides | ${training.besides.count} cells of other sources, ${training.besides.perEpoch} an epoch; no figure is of them |`,
        ]),
    `| Data's terms | ${card.dataset.terms} |`,
    `| Cite | ${card.dataset.citation} |`,
    `| Data's SHA-256 | \`${card.dataset.sha256}\` |`,
    '',
    '## Figures',
    '',
    ...card.evaluations.flatMap((evaluation) => [
      `### ${evaluation.dataset}: ${evaluation.protocol}`,
      '',
      ...(evaluation.ofTheseWeights
        ? []
        : ['_Weights trained afresh by the same recipe; not the weights in this folder._', '']),
      ...formatFigures(evaluation.figures),
      '',
    ]),
    ...formatReading(card),
    ...formatBaselines(card),
    ...formatRecipe(card),
    '## Limits',
    '',
    ...card.limitations.map((limitation) => `- ${limitation}`),
    '',
  ];
  return lines.join('\n');
}

function formatParent({ parent, training }: ModelCard): readonly string[] {
  if (parent === undefined) return [];
  return [
    `| Goes on from | ${parent.name} ${parent.version}, SHA-256 \`${parent.sha256}\`; learned: ${learnedWords[training.learned ?? 'all']} |`,
  ];
}

const learnedWords: Readonly<Record<LearnedPart, string>> = {
  head: 'the dense layer alone; the convolutions are those of the parent',
  'last-blocks': 'the last two blocks and the dense layer; the first three blocks are those of the parent',
  all: 'the whole network',
};

function formatStop({ training: { stopped } }: ModelCard): string {
  return stopped === undefined
    ? ''
    : `; stopped in epoch ${stopped.epoch}, when the loss was no number any more: the best epoch before is this model`;
}

function formatFigures(figures: Figures): readonly string[] {
  const { accuracyInterval } = figures;
  return [
    `n = ${figures.count}. Accuracy ${formatPercent(figures.accuracy)} (95 % interval ${formatPercent(accuracyInterval.low)} to ${formatPercent(accuracyInterval.high)}), ` +
      `macro precision ${formatPercent(figures.macroPrecision)}, macro recall ${formatPercent(figures.macroRecall)}, macro F1 ${formatPercent(figures.macroF1)}, ` +
      `macro ROC AUC ${figures.macroRocAuc.toFixed(4)}, expected calibration error ${formatPercent(figures.expectedCalibrationError)}.`,
    '',
    `| class | n | precision | recall (95 % interval) | F1 | AUC | ${figures.classes.map((one) => `as ${one.cellClass}`).join(' | ')} |`,
    `|---|---|---|---|---|---|${figures.classes.map(() => '---').join('|')}|`,
    ...figures.classes.map(
      (one, i) =>
        `| ${one.cellClass} | ${one.count} | ${formatPercent(one.precision)} | ${formatPercent(one.recall)} (${formatPercent(one.recallInterval.low)} to ${formatPercent(one.recallInterval.high)}) | ${formatPercent(one.f1)} | ${one.rocAuc.toFixed(4)} | ${(figures.confusionMatrix[i] ?? []).join(' | ')} |`,
    ),
  ];
}

function formatReading({ calibration, familiarity }: ModelCard): readonly string[] {
  if (calibration === undefined && familiarity === undefined) return [];
  const lines = ['## How sure it is', ''];
  if (calibration !== undefined) {
    const { temperature, protocol, count, errorBefore, errorAfter } = calibration;
    lines.push(
      `Probabilities are calibrated: temperature ${temperature}${formatShifts(calibration)}, fitted on ${count} items (${protocol}). Expected calibration error of these before ${formatPercent(errorBefore)}, after ${formatPercent(errorAfter)}; figures above are calibrated.`,
      '',
    );
  }
  if (familiarity !== undefined) {
    lines.push(
      `What is farther than ${familiarity.limit} from every class of the training set, in the space of the pooled features (Mahalanobis distance), is proposed as unidentified. The limit: ${familiarity.protocol}.`,
      '',
      '| set | n | unidentified |',
      '|---|---|---|',
      ...familiarity.sets.map(
        (set) => `| ${set.name} | ${set.count} | ${formatPercent(set.unidentifiedShare)} |`,
      ),
      '',
    );
  }
  return lines;
}

function formatShifts({ classShifts }: NonNullable<ModelCard['calibration']>): string {
  if (classShifts === undefined) return '';
  const shifts = cellClasses.map((cellClass, i) => `${cellClass} ${signed(classShifts[i] ?? 0)}`);
  return `, the classes then moved by ${shifts.join(', ')} (in the weights already)`;
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`;
}

function formatBaselines(card: ModelCard): readonly string[] {
  if (card.baselines.length === 0) return [];
  return [
    '## Baselines to beat',
    '',
    '| baseline | protocol | accuracy | benign recall |',
    '|---|---|---|---|',
    ...card.baselines.map(
      (one) =>
        `| ${one.name} | ${one.protocol} | ${formatPercent(one.accuracy)} | ${formatPercent(one.benignRecall)} |`,
    ),
    '',
  ];
}
