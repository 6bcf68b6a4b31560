import type { Command } from 'commander';
import type { EngineChoice } from '../domain/engine.ts';
import type { SplitChoice } from '../workflows/buildDataset.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { formatFigures } from './figuresTable.ts';
import { engineOption } from './optionValues.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { addSplitOptions, readSplitChoice, type SplitOptions } from './splitOptions.ts';

interface EvaluateOptions extends SplitOptions {
  readonly model?: string;
  readonly dataset: string;
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
    .requiredOption('--dataset <folder>', 'dataset folder with one folder a class')
    .addOption(engineOption())
    .option('--json', 'print the figures as one JSON object', false);
  addSplitOptions(command).addHelpText(
    'after',
    `
With --split only the images of that fold are measured, without exact copies.

Examples:
  lab evaluate --dataset kaggle-all --split kaggle-all/splits.tsv --column stain_fold --fold 0 --model models/a-0.1.0
  lab evaluate --dataset smears --json`,
  );
  command.action((options: EvaluateOptions) => {
    const split = readSplitChoice(command, options);
    return runCommand((context) => evaluate(options, split, context));
  });
}

async function evaluate(
  options: EvaluateOptions,
  split: SplitChoice | undefined,
  context: CommandContext,
): Promise<ExitCode> {
  const { evaluateModel } = await import('../workflows/evaluateModel.ts');
  const { chooseModel } = await import('../workflows/chooseModel.ts');
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  const model = await chooseModel(options.model);
  const { engine, figures, failures } = await withComputeClient((compute) =>
    evaluateModel(
      compute,
      { datasetFolder: options.dataset, modelFolder: model.folder, split, engine: options.engine },
      { signal: context.signal, onProgress: context.progress.show },
    ),
  );
  context.print(options.json ? JSON.stringify(figures) : formatFigures(figures));
  context.log(`Computed by ${engine}.`);
  for (const failure of failures) context.log(`error [${failure.code}]: ${failure.message}`);
  return failures.length === 0 ? exitCodes.ok : exitCodes.failed;
}
