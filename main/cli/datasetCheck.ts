import type { Command } from 'commander';
import { type CellClass, cellClasses } from '../domain/cellClass.ts';
import type { ClassCounts } from '../domain/classCounts.ts';
import { formatProblem } from '../domain/datasetImport.ts';
import { type DatasetReport, listWarnings, type ReportedPair } from '../domain/datasetReport.ts';
import { formatPercent } from '../domain/formatPercent.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { wholeNumber } from './optionValues.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { layOutTable } from './table.ts';
import { withRemainingTime } from './withRemainingTime.ts';

interface CheckOptions {
  readonly split?: string;
  readonly column?: string;
  readonly fold?: number;
  readonly ignoreParts: boolean;
  readonly seed: number;
  readonly strict: boolean;
  readonly json: boolean;
}

/** Pairs and problems that are printed; --json names more. */
const shown = 10;

/** `lab dataset check`. */
export function addDatasetCheckCommand(dataset: Command): void {
  const command = dataset
    .command('check')
    .summary('look for what makes figures on a dataset false')
    .description(
      'Look at every picture: copies and look-alikes across training, validation and test, pictures in two classes, classes with too little, and how far colour alone goes under the same split.',
    )
    .argument('<path...>', 'dataset lists, or a folder with one folder a class')
    .option('--split <tsv>', 'split file of a folder, with --column and --fold')
    .option('--column <name>', 'fold column of the split file')
    .option('--fold <n>', 'the fold held out for test; the next one validates', wholeNumber(0, 999))
    .option('--ignore-parts', "pass over the parts that the dataset's authors made", false)
    .option(
      '--seed <n>',
      'seed of the split, where neither fold nor part says it',
      wholeNumber(0, 2 ** 31 - 1),
      1,
    )
    .option('--strict', 'exit with 1 when there is anything to warn of', false)
    .option('--json', 'print the report as one JSON object', false)
    .addHelpText(
      'after',
      `
Examples:
  lab dataset check smears.jsonl
  lab dataset check all.jsonl --fold 0
  lab dataset check kaggle-all --split kaggle-all/splits.tsv --column random_fold --fold 0`,
    );
  command.action((paths: string[], options: CheckOptions) => {
    if ((options.split === undefined) !== (options.column === undefined))
      command.error('error: --split and --column go together', { exitCode: 2 });
    return runCommand((context) => check(paths, options, context));
  });
}

async function check(
  paths: readonly string[],
  options: CheckOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { checkDataset } = await import('../workflows/datasets/checkDataset.ts');
  const { collectItems } = await import('../workflows/datasets/collectItems.ts');
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  const { split, column, fold, seed, ignoreParts: isPartIgnored } = options;
  const splitFile = split === undefined || column === undefined ? undefined : { path: split, column };
  const items = await collectItems(paths, splitFile);
  const report = await withComputeClient((compute) =>
    checkDataset(
      compute,
      items,
      { fold, isPartIgnored, seed },
      { signal: context.signal, onProgress: withRemainingTime(context.progress.show) },
    ),
  );
  context.print(options.json ? JSON.stringify(report) : describeReport(report));
  const warnings = listWarnings(report);
  if (!options.json) for (const warning of warnings) context.print(`warning: ${warning}`);
  return options.strict && warnings.length > 0 ? exitCodes.failed : exitCodes.ok;
}

function describeReport(report: DatasetReport): string {
  const { byPart, colour } = report;
  const parts = byPart === undefined ? [] : (['train', 'validation', 'test'] as const);
  const rows = [
    row('all', report.byClass),
    ...(report.bySource.length > 1 ? report.bySource.map(({ source, counts }) => row(source, counts)) : []),
    ...parts.flatMap((part) => (byPart === undefined ? [] : [row(part, byPart[part])])),
  ];
  return [
    layOutTable([['', ...cellClasses], ...rows]),
    `${report.itemCount} items of ${report.pictureCount} pictures. ${report.exactCopyCount} copies, ${report.nearPairCount} pairs that look alike.`,
    ...(byPart === undefined ? [] : [`Parted: ${report.split}.`]),
    ...describePairs('In different parts', report.acrossParts),
    ...describePairs('In two classes', report.twoClasses),
    ...report.problems.slice(0, shown).map((problem) => `Unusable: ${formatProblem(problem)}`),
    ...(colour === undefined ? [] : [describeColour(colour)]),
  ].join('\n');
}

function row(name: string, counts: ClassCounts): readonly string[] {
  return [name, ...cellClasses.map((cellClass) => String(counts[cellClass]))];
}

function describePairs(title: string, { count, pairs }: DatasetReport['acrossParts']): readonly string[] {
  const lines = pairs.slice(0, shown).map((pair) => `  ${describePair(pair)}`);
  if (count === 0) return [];
  return [`${title}: ${count}`, ...lines, ...(count > shown ? [`  … ${count - shown} more`] : [])];
}

function describePair({ kind, first, second, distance }: ReportedPair): string {
  const named = ({ file, parts, classes }: ReportedPair['first']) =>
    `${file} (${[...parts, ...classes].join(', ')})`;
  const how = kind === 'exact' ? 'the same' : `alike, ${distance.toFixed(3)}`;
  return first === second ? `${named(first)}` : `${named(first)} = ${named(second)}: ${how}`;
}

function describeColour(colour: NonNullable<DatasetReport['colour']>): string {
  const recall = (cellClass: CellClass) => {
    const value = colour.recalls[cellClass];
    return `${cellClass} ${value === undefined ? '–' : formatPercent(value)}`;
  };
  return `Colour alone (3 nearest of ${colour.knownCount}, asked of ${colour.askedCount}): accuracy ${formatPercent(colour.accuracy)}, recall ${cellClasses.map(recall).join(', ')}; always the most frequent class: ${formatPercent(colour.majorityAccuracy)}.`;
}
