import type { Command } from 'commander';
import { formatProblem } from '../domain/datasetImport.ts';
import type { CellsSummary } from '../workflows/datasets/listCellsOfFields.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { numberBetween } from './optionValues.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { withRemainingTime } from './withRemainingTime.ts';

interface CellsOptions {
  readonly from: string;
  readonly out: string;
  readonly leastScore: number;
  readonly force: boolean;
  readonly json: boolean;
}

/** `lab dataset cells`. */
export function addDatasetCellsCommand(dataset: Command): void {
  dataset
    .command('cells')
    .summary('write the white cells of labelled fields as items of their own')
    .description(
      'Find the white cells of the fields of a list and write one item each, with the label of its field. The labels are as true as a field holds one class of cells. Cells in the lower right corner, where scale bars are, are left out; cells of one field stay together.',
    )
    .requiredOption('--from <list.jsonl>', 'dataset list of fields')
    .requiredOption('--out <list.jsonl>', 'the new list')
    .option('--least-score <x>', 'leave out cells that the finder is less sure of', numberBetween(0, 1), 0.6)
    .option('--force', 'replace an older list of that name', false)
    .option('--json', 'print the summary as one JSON object', false)
    .addHelpText('after', '\nExamples:\n  lab dataset cells --from smears.jsonl --out smear-cells.jsonl')
    .action((options: CellsOptions) => runCommand((context) => listCells(options, context)));
}

async function listCells(options: CellsOptions, context: CommandContext): Promise<ExitCode> {
  const { listCellsOfFields } = await import('../workflows/datasets/listCellsOfFields.ts');
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  const { from, out, leastScore, force } = options;
  const summary = await withComputeClient((compute) =>
    listCellsOfFields(
      compute,
      { from, out, leastScore, mayReplace: force },
      { signal: context.signal, onProgress: withRemainingTime(context.progress.show) },
    ),
  );
  for (const problem of summary.problems) context.log(`left out: ${formatProblem(problem)}`);
  context.print(options.json ? JSON.stringify(summary) : describeSummary(summary));
  return summary.problemCount > 0 ? exitCodes.failed : exitCodes.ok;
}

function describeSummary(summary: CellsSummary): string {
  const { list, cellCount, fieldCount, emptyFieldCount, cornerCount, lowScoreCount } = summary;
  const lines = [
    `${list}: ${cellCount} cells of ${fieldCount} fields, ${emptyFieldCount} of them without one.`,
    `Left out: ${cornerCount} in the corner of the scale bar, ${lowScoreCount} below the least score.`,
  ];
  if (summary.alreadyCellCount > 0) lines.push(`Taken as they are: ${summary.alreadyCellCount} cells.`);
  return lines.join('\n');
}
