import type { Command } from 'commander';
import { formatPercent } from '../domain/formatPercent.ts';
import { shortenCard } from '../domain/shortenCard.ts';
import { collect } from './optionValues.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { layOutTable } from './table.ts';
import { withRemainingTime } from './withRemainingTime.ts';

interface ReproduceOptions {
  readonly data?: string;
  readonly work?: string;
  readonly out?: string;
  readonly run?: readonly string[];
  readonly list: boolean;
}

/** `lab reproduce`: the trainings behind the next shipped classifier and its card. */
export function addReproduceCommand(program: Command): void {
  const command = program
    .command('reproduce')
    .summary('make the trainings behind the next shipped classifier, and its card')
    .description(
      'Make the trainings behind the next shipped classifier: its own weights, the folds of both protocols, and the comparisons on ' +
        'its card. Runs that have a record in the model folder are not made again; one that was stopped goes on.',
    )
    .option('--data <folder>', 'folder that holds kaggle-all, txl-pbc, bccd and wbc-masks')
    .option('--work <folder>', 'folder for lists and checkpoints')
    .option('--out <folder>', 'folder of the model and the records (default: its place in models/)')
    .option('--run <name>', 'only this run; may be given several times', collect)
    .option('--list', 'only list the runs of the plan and what they came to', false)
    .addHelpText(
      'after',
      `
To make everything anew, name a new --out. All runs take about a day on two cores.

Examples:
  lab reproduce --list
  lab reproduce --data data --work /tmp/reproduction --out /tmp/again
  lab reproduce --data data --work /tmp/reproduction --run stain-3`,
    );
  command.action((options: ReproduceOptions) => {
    if (!options.list && (options.data === undefined || options.work === undefined))
      command.error('error: give --data and --work, or --list', { exitCode: 2 });
    return runCommand((context) => reproduce(options, context));
  });
}

async function reproduce(options: ReproduceOptions, context: CommandContext): Promise<void> {
  const { reproductionPlan: plan } = await import('../workflows/reproduce/plan.ts');
  const { modelFullName } = await import('../domain/modelFullName.ts');
  const { join, resolve } = await import('node:path');
  const { modelsFolder } = await import('../workflows/listModels.ts');
  const modelFolder = resolve(options.out ?? join(modelsFolder, modelFullName(plan)));
  const { data, work } = options;
  if (!options.list && data !== undefined && work !== undefined) {
    const { reproduceModel } = await import('../workflows/reproduce/reproduceModel.ts');
    const { withComputeClient } = await import('../workflows/withComputeClient.ts');
    await withComputeClient((compute) =>
      reproduceModel({ plan, modelFolder, compute, dataFolder: data, workFolder: work }, options.run, {
        signal: context.signal,
        onProgress: withRemainingTime(context.progress.show),
        onRun: (id, record) => context.log(describeRun(id, record.card).join('  ')),
      }),
    );
  }
  const { readRunRecord } = await import('../workflows/reproduce/runRecord.ts');
  const headings = [
    'run',
    'validation',
    'test',
    'macro precision',
    'benign recall',
    'cell by cell',
    'minutes',
  ];
  const rows: (readonly string[])[] = [headings];
  for (const { id } of plan.runs) {
    const record = await readRunRecord(modelFolder, id);
    rows.push(
      record === undefined ? headings.map((_, at) => (at === 0 ? id : '–')) : describeRun(id, record.card),
    );
  }
  context.print(layOutTable(rows));
}

function describeRun(id: string, card: Parameters<typeof shortenCard>[1]): readonly string[] {
  const { validation, test, testCells, minutes } = shortenCard(id, card);
  return [
    ...[id, formatPercent(validation.accuracy), formatPercent(test.accuracy)],
    ...[formatPercent(test.macroPrecision), formatPercent(test.benignRecall)],
    testCells === undefined ? '–' : formatPercent(testCells.accuracy),
    minutes.toFixed(0),
  ];
}
