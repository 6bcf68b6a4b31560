import type { Command } from 'commander';
import { positiveNumber, textLike, wholeNumber } from './optionValues.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { withRemainingTime } from './withRemainingTime.ts';

interface TrainDetectorOptions {
  readonly dataset: string;
  readonly out: string;
  readonly name: string;
  readonly version: string;
  readonly steps?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  readonly seed?: number;
  readonly resume: boolean;
  readonly teacher?: string;
  readonly teacherFields?: readonly string[];
  readonly datasetName?: string;
  readonly terms?: string;
  readonly citation?: string;
  readonly json: boolean;
}

/** `lab train-detector`: a cell finder from labelled boxes. */
export function addTrainDetectorCommand(program: Command): void {
  const command = program
    .command('train-detector')
    .summary('train the network that finds cells')
    .description(
      'Train a cell finder on a YOLO folder: images/{train,val}, labels/{train,val}; 0 white cell, 1 red cell.',
    )
    .requiredOption('--dataset <folder>', 'YOLO folder')
    .requiredOption('--out <folder>', 'folder of the new model and its checkpoints')
    .option(
      '--name <name>',
      'name of the model',
      textLike(/^[a-z0-9][a-z0-9-]*$/, 'a-z, 0-9 and hyphens'),
      'cell-finder',
    )
    .option(
      '--version <x.y.z>',
      'version of the model',
      textLike(/^\d+\.\d+\.\d+$/, 'three numbers like 1.0.0'),
      '0.1.0',
    )
    .option('--steps <n>', 'training steps', wholeNumber(1, 1_000_000))
    .option('--batch <n>', 'samples a step', wholeNumber(1, 1024))
    .option('--learning-rate <x>', 'learning rate at the start', positiveNumber(1))
    .option('--seed <n>', 'seed of weights and samples', wholeNumber(0, 2 ** 31 - 1))
    .option('--resume', 'go on from the checkpoint in --out', false)
    .option('--teacher <folder>', 'an earlier cell finder that labels more fields')
    .option('--teacher-fields <path...>', 'images, or folders of images, that it labels')
    .option('--dataset-name <text>', "the data's name, for the model's card")
    .option('--terms <text>', "the data's terms of use, for the card")
    .option('--citation <text>', 'whom to cite for the data, for the card')
    .option('--json', 'print the result as one JSON object', false)
    .addHelpText(
      'after',
      '\nExample:\n  lab train-detector --dataset txl-pbc --out models/cell-finder-0.2.0 --version 0.2.0',
    );
  command.action((options: TrainDetectorOptions) => {
    if ((options.teacher === undefined) !== (options.teacherFields === undefined))
      command.error('error: --teacher and --teacher-fields go together', { exitCode: 2 });
    return runCommand((context) => train(options, context));
  });
}

async function train(options: TrainDetectorOptions, context: CommandContext): Promise<void> {
  const { trainDetector } = await import('../workflows/trainDetector.ts');
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  const { steps, batch, learningRate, seed, teacher, teacherFields } = options;
  const settings = {
    datasetFolder: options.dataset,
    outputFolder: options.out,
    ...{ name: options.name, version: options.version, resume: options.resume },
    ...(steps === undefined ? {} : { steps }),
    ...(batch === undefined ? {} : { batchSize: batch }),
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(seed === undefined ? {} : { seed }),
  };
  const plan = {
    settings,
    dataset: { name: options.datasetName, terms: options.terms, citation: options.citation },
    teacher:
      teacher === undefined || teacherFields === undefined
        ? undefined
        : { modelFolder: teacher, fields: teacherFields },
  };
  const result = await withComputeClient((compute) =>
    trainDetector(compute, plan, {
      signal: context.signal,
      onProgress: withRemainingTime(context.progress.show),
    }),
  );
  const { precision, recall, f1 } = result.testFigures;
  context.print(
    options.json
      ? JSON.stringify(result)
      : `${result.modelFolder}: step ${result.chosenStep} chosen; test precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, F1 ${f1.toFixed(4)}`,
  );
}
