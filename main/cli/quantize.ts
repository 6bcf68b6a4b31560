import type { Command } from 'commander';
import type { QuantizationSource } from '../workflows/quantizeModel.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { collect, wholeNumber } from './optionValues.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { addSplitOptions, readSplitChoice, type SplitOptions } from './splitOptions.ts';

interface QuantizeOptions extends SplitOptions {
  readonly dataset?: string;
  readonly list?: readonly string[];
  readonly seed: number;
  readonly json: boolean;
}

/** `lab models quantize`: the eight-bit copy of a classifier. */
export function addQuantizeCommand(models: Command): void {
  const command = models
    .command('quantize')
    .summary('make the eight-bit copy of a classifier')
    .description(
      'Make the eight-bit copy of a classifier, with which machines without a GPU classify three times as fast, and ' +
        'measure it. A copy that does not decide as the model does is not used.',
    )
    .argument('<model>', 'model folder, name or name-version')
    .option('--dataset <folder>', 'dataset folder with one folder a class')
    .option(
      '--list <list.jsonl>',
      'dataset list instead, with --fold of it; may be given several times',
      collect,
    )
    .option('--seed <n>', 'of the split where none is given', wholeNumber(0), 1)
    .option('--json', 'print the outcome as one JSON object', false);
  addSplitOptions(command).addHelpText(
    'after',
    `
Ranges are measured on images of the training part, the copy on the validation part; the test part is not looked at.
Trainings make the copy of their model themselves.

Examples:
  lab models quantize mine-1.0.0 --dataset smears
  lab models quantize models/a-1.0.0 --dataset kaggle-all --split kaggle-all/splits.tsv --column random_fold --fold 0`,
  );
  command.action((model: string, options: QuantizeOptions) => {
    const source = readSource(command, options);
    return runCommand((context) => quantize({ model, source }, options, context));
  });
}

function readSource(command: Command, options: QuantizeOptions): QuantizationSource {
  const { dataset, list, fold, seed } = options;
  if ((dataset === undefined) === (list === undefined))
    command.error('error: give one of --dataset and --list', { exitCode: 2 });
  if (list !== undefined) return { kind: 'lists', lists: list, split: { fold, seed } };
  const split = readSplitChoice(command, options) ?? { kind: 'seed', seed };
  return { kind: 'folder', folder: dataset ?? '', split };
}

async function quantize(
  wanted: { readonly model: string; readonly source: QuantizationSource },
  options: QuantizeOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { quantizeModel } = await import('../workflows/quantizeModel.ts');
  const { chooseModel } = await import('../workflows/chooseModel.ts');
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  const { folder: modelFolder } = await chooseModel(wanted.model);
  const outcome = await withComputeClient((compute) =>
    quantizeModel(
      compute,
      { modelFolder, source: wanted.source },
      { signal: context.signal, onProgress: context.progress.show },
    ),
  );
  context.print(options.json ? JSON.stringify({ modelFolder, ...outcome }) : outcome.note);
  return outcome.decision === 'accepted' ? exitCodes.ok : exitCodes.failed;
}
