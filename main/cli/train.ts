import { type Command, Option } from 'commander';
import { type LearnedPart, learnedParts } from '../domain/learnedPart.ts';
import type { TrainingSource } from '../workflows/trainModel.ts';
import { describeTraining } from './describeTraining.ts';
import { collect, numberBetween, positiveNumber, textLike, wholeNumber } from './optionValues.ts';
import { tellPreflight } from './preflightLines.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { addSplitOptions, readSplitChoice, type SplitOptions } from './splitOptions.ts';
import { withRemainingTime } from './withRemainingTime.ts';

interface TrainOptions extends SplitOptions {
  readonly dataset?: string;
  readonly db?: string;
  readonly out: string;
  readonly name: string;
  readonly version: string;
  readonly optimizer: 'adam' | 'adamax';
  readonly epochs: number;
  readonly batch: number;
  readonly inputPx: number;
  readonly width: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly list?: readonly string[];
  readonly windowRedCells?: number;
  readonly cellsPerField?: number;
  readonly from?: string;
  readonly learn?: LearnedPart;
  readonly preflight: boolean;
  readonly besides?: readonly string[];
  readonly besidesPerEpoch: number;
  readonly resume: boolean;
  readonly controlSetOf?: string;
  readonly datasetName?: string;
  readonly terms?: string;
  readonly citation?: string;
  readonly json: boolean;
}

/** `lab train`: a classifier from a dataset folder or from reviewed cells. */
export function addTrainCommand(program: Command): void {
  const command = program
    .command('train')
    .summary('train a classifier')
    .description(
      'Train a classifier on a dataset folder (one folder a class), on dataset lists, or on the reviewed cells of a database.',
    )
    .option('--dataset <folder>', 'dataset folder with one folder a class: Benign, Early, Pre, Pro')
    .option(
      '--list <list.jsonl>',
      'dataset list of cells or fields, as `lab dataset import` writes it; may be given several times',
      collect,
    )
    .option('--db <file>', 'train on the reviewed cells of this database instead')
    .option(
      '--control-set-of <db>',
      "with --dataset or --list: leave out the pictures of this database's control set",
    )
    .requiredOption('--out <folder>', 'folder of the new model and its checkpoints')
    .option(
      '--name <name>',
      'name of the model',
      textLike(/^[a-z0-9][a-z0-9-]*$/, 'a-z, 0-9 and hyphens'),
      'blast-classifier',
    )
    .option(
      '--version <x.y.z>',
      'version of the model',
      textLike(/^\d+\.\d+\.\d+$/, 'three numbers like 1.0.0'),
      '0.1.0',
    )
    .addOption(new Option('--optimizer <name>', 'optimizer').choices(['adam', 'adamax']).default('adam'))
    .option('--epochs <n>', 'epochs', wholeNumber(1, 10_000), 30)
    .option('--batch <n>', 'images a step', wholeNumber(1, 4096), 32)
    .option('--input-px <n>', 'edge of the network input', wholeNumber(32, 1024), 112)
    .option('--width <x>', 'width of the network, 1 is the published one', positiveNumber(4), 0.25)
    .option(
      '--window-red-cells <n>',
      'with cells: edge of the window round each, in red cells (default: 7)',
      numberBetween(1, 100),
    )
    .option(
      '--cells-per-field <n>',
      'with cells: so many of each picture are shown in an epoch (default: all)',
      wholeNumber(1, 10_000),
    )
    .option(
      '--besides <list.jsonl>',
      'with --list: cells of other sources that are learned too; no figure is of them; may be given several times',
      collect,
    )
    .option(
      '--besides-per-epoch <n>',
      'so many of them an epoch, chosen anew',
      wholeNumber(1, 1_000_000),
      300,
    )
    .option('--learning-rate <x>', 'learning rate at the start', positiveNumber(1), 0.001)
    .option('--seed <n>', 'seed of split, weights and augmentation', wholeNumber(0, 2 ** 31 - 1), 1)
    .option(
      '--from <model>',
      'go on from this model: a folder, a name or name-version; its input size and width are kept',
    )
    .addOption(
      new Option('--learn <part>', 'with --from: how much of its network learns (default: all)').choices(
        learnedParts,
      ),
    )
    .option('--preflight', 'measure what the training would take, say so, and do not train', false)
    .option('--resume', 'go on from the checkpoint in --out', false)
    .option('--dataset-name <text>', "the data's name, for the model's card")
    .option('--terms <text>', "the data's terms of use, for the model's card")
    .option('--citation <text>', 'whom to cite for the data, for the card')
    .option('--json', 'print the result as one JSON object', false);
  addSplitOptions(command).addHelpText(
    'after',
    `
Without --split the images are split 70/15/15 by the seed, class by class; identical files stay together.
Reviewed cells are split by slide, without those of the control set.
Before it starts, some of its steps are run to tell how long it will take, and how much memory and disk.
Ctrl-C stops it after its last whole epoch, --resume goes on; Ctrl-Z pauses it, fg goes on.

Examples:
  lab train --dataset smears --out models/mine-1.0.0 --name mine --version 1.0.0
  lab train --dataset kaggle-all --split kaggle-all/splits.tsv --column random_fold --fold 0 --out models/a-0.1.0
  lab train --list smear-cells.jsonl --list normal.jsonl --fold 0 --cells-per-field 2 --out models/cells-0.1.0
  lab train --dataset smears --from blast-classifier --learn head --out models/mine-1.0.0 --name mine --version 1.0.0
  lab train --dataset smears --out models/mine-1.0.0 --resume`,
  );
  command.action((options: TrainOptions) => {
    const sources = [options.dataset, options.list, options.db].filter((one) => one !== undefined);
    if (sources.length !== 1) command.error('error: give one of --dataset, --list and --db', { exitCode: 2 });
    if (options.learn !== undefined && options.from === undefined)
      command.error('error: --learn is for --from: a network from scratch learns whole', { exitCode: 2 });
    const source = readSource(command, options);
    return runCommand((context) => train(source, options, context));
  });
}

async function train(source: TrainingSource, options: TrainOptions, context: CommandContext): Promise<void> {
  const { trainModel } = await import('../workflows/trainModel.ts');
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  const { chooseModel } = await import('../workflows/chooseModel.ts');
  const startFrom = options.from === undefined ? undefined : (await chooseModel(options.from)).folder;
  const { epochs, name, version, optimizer, learningRate, inputPx, seed, resume } = options;
  const plan = {
    source,
    settings: {
      ...{ name, version, optimizer, learningRate, epochs, inputPx, seed, resume },
      outputFolder: options.out,
      batchSize: options.batch,
      widthMultiplier: options.width,
      windowRedCells: options.windowRedCells,
      cellsPerField: options.cellsPerField,
      startFrom,
      learned: options.learn,
    },
    dataset: { name: options.datasetName, terms: options.terms, citation: options.citation },
  };
  const isOnly = options.preflight;
  const result = await withComputeClient((compute) =>
    trainModel(compute, plan, {
      preflight: { isOnly, onMeasured: tellPreflight(context, options) },
      signal: context.signal,
      onProgress: withRemainingTime(context.progress.show),
      onLeftOut: (what) => context.log(`${what}.`),
      onParts: ({ train: { length: trainCount }, validation, test }) =>
        context.log(
          `Training on ${trainCount} images, validating on ${validation.length}, testing on ${test.length}.`,
        ),
    }),
  ).catch((error: unknown) => {
    if (context.signal.aborted && !options.resume)
      context.log('What was trained is kept in its checkpoint: add --resume to go on from it.');
    throw error;
  });
  if (result === undefined) return;
  context.print(options.json ? JSON.stringify(result) : describeTraining(result));
}

function readSource(command: Command, options: TrainOptions): TrainingSource {
  const { dataset, list, db, seed, fold } = options;
  if (list !== undefined) {
    if (options.split !== undefined || options.column !== undefined)
      command.error('error: lists bring their own folds: give --fold alone', { exitCode: 2 });
    const besides =
      options.besides === undefined
        ? undefined
        : { lists: options.besides, perEpoch: options.besidesPerEpoch };
    return {
      kind: 'lists',
      lists: list,
      split: { fold, seed },
      besides,
      controlDatabase: options.controlSetOf,
    };
  }
  if (options.besides !== undefined) command.error('error: --besides is for --list', { exitCode: 2 });
  const split = readSplitChoice(command, options);
  if (db !== undefined && split !== undefined)
    command.error('error: --split is for --dataset; reviewed cells are split by slide', { exitCode: 2 });
  if (db !== undefined && options.controlSetOf !== undefined)
    command.error('error: --control-set-of is for --dataset; reviewed cells leave the control set out', {
      exitCode: 2,
    });
  if (db !== undefined) return { kind: 'reviews', databasePath: db, seed };
  return {
    kind: 'folder',
    folder: dataset ?? '',
    split: split ?? { kind: 'seed', seed },
    controlDatabase: options.controlSetOf,
  };
}
