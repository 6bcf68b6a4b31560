import { type Command, Option } from 'commander';
import type { EngineChoice } from '../domain/engine.ts';
import type { EvaluationSource } from '../workflows/evaluateModel.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { formatFigures, formatProposed } from './figuresTable.ts';
import { collect, engineOption } from './optionValues.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { addSplitOptions, readSplitChoice, type SplitOptions } from './splitOptions.ts';

interface EvaluateOptions extends SplitOptions {
  readonly model?: string;
  readonly dataset?: string;
  readonly list?: readonly string[];
  readonly part?: 'train' | 'validation' | 'test';
  readonly engine: EngineChoice;
  readonly json: boolean;
}

/** `lab evaluate`: figures of a classifier on labelled images. */
export function addEvaluateCommand(program: Command): void {
  const command = program
    .command('evaluate')
    .summary('measure a classifier on labelled images')
    .description('Measure a classifier on a dataset folder, or on one held-out fold of it.')
    .option('--model <model>', 'model folder, name or name-version (default: the newest)')
    .option('--dataset <folder>', 'dataset folder with one folder a class')
    .option(
      '--list <list.jsonl>',
      'dataset list of cells or fields instead, --fold of it alone where told; may be given several times',
      collect,
    )
    .addOption(
      new Option(
        '--part <part>',
        "with --list: only this one of the parts that the dataset's authors made",
      ).choices(['train', 'validation', 'test']),
    )
    .addOption(engineOption())
    .option('--json', 'print the figures as one JSON object', false);
  addSplitOptions(command).addHelpText(
    'after',
    `
With --split only the images of that fold are measured, without exact copies.
Figures are of the likeliest class; below them stands what would be proposed, strange cells as unidentified.

Examples:
  lab evaluate --dataset kaggle-all --split kaggle-all/splits.tsv --column stain_fold --fold 0 --model models/a-0.1.0
  lab evaluate --dataset smears --json
  lab evaluate --list normal-cells.jsonl --part validation`,
  );
  command.action((options: EvaluateOptions) => {
    const source = readSource(command, options);
    return runCommand((context) => evaluate(options, source, context));
  });
}

function readSource(command: Command, options: EvaluateOptions): EvaluationSource {
  const { dataset, list, fold, part } = options;
  if (list !== undefined && dataset === undefined) {
    if (options.split !== undefined || options.column !== undefined)
      command.error('error: lists bring their own folds: give --fold alone', { exitCode: 2 });
    return { kind: 'lists', lists: list, fold, part };
  }
  if (dataset === undefined || list !== undefined || part !== undefined)
    command.error('error: give one of --dataset and --list; --part is for --list', { exitCode: 2 });
  return { kind: 'folder', folder: dataset, split: readSplitChoice(command, options) };
}

async function evaluate(
  options: EvaluateOptions,
  source: EvaluationSource,
  context: CommandContext,
): Promise<ExitCode> {
  const { evaluateModel } = await import('../workflows/evaluateModel.ts');
  const { chooseModel } = await import('../workflows/chooseModel.ts');
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  const model = await chooseModel(options.model);
  const { engine, figures, failures, proposed } = await withComputeClient((compute) =>
    evaluateModel(
      compute,
      { source, modelFolder: model.folder, engine: options.engine },
      { signal: context.signal, onProgress: context.progress.show },
    ),
  );
  context.print(
    options.json
      ? JSON.stringify({ ...figures, proposed })
      : `${formatFigures(figures)}\n\n${formatProposed(proposed)}`,
  );
  context.log(`Computed by ${engine}.`);
  for (const failure of failures) context.log(`error [${failure.code}]: ${failure.message}`);
  return failures.length === 0 ? exitCodes.ok : exitCodes.failed;
}
