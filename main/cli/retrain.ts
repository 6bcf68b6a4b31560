import { type Command, Option } from 'commander';
import { type LearnedPart, learnedParts } from '../domain/learnedPart.ts';
import { describeTraining } from './describeTraining.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { positiveNumber, textLike, wholeNumber } from './optionValues.ts';
import { tellPreflight } from './preflightLines.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { addPersonOptions, type PersonOptions, readPerson, withStation } from './stationOptions.ts';
import { formatVerdict } from './verdictLines.ts';

interface RetrainOptions extends PersonOptions {
  readonly db: string;
  readonly name: string;
  readonly version: string;
  readonly from?: string;
  readonly learn: LearnedPart;
  readonly optimizer: 'adam' | 'adamax';
  readonly epochs: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly preflight: boolean;
  readonly json: boolean;
}

/** `lab retrain`: from the reviewed cells of a station to a model with a verdict. */
export function addRetrainCommand(program: Command): void {
  const command = program
    .command('retrain')
    .summary("train a model on with the station's reviewed cells, and judge it")
    .description(
      "Train on from the active model with the reviewed cells of a station, split by slide, without those of the control set. The new model joins the station's models; where there is a control set, the gate judges it beside the active one. Exit code 1: refused.",
    )
    .requiredOption('--db <file>', "the station's database; models and control sets lie beside it")
    .requiredOption(
      '--version <x.y.z>',
      'version of the new model',
      textLike(/^\d+\.\d+\.\d+$/, 'three numbers like 1.0.0'),
    )
    .option(
      '--name <name>',
      'name of the new model',
      textLike(/^[a-z0-9][a-z0-9-]*$/, 'a-z, 0-9 and hyphens'),
      'lab-classifier',
    )
    .option(
      '--from <model>',
      'go on from this model of the station: a name or name-version (default: the active one)',
    )
    .addOption(
      new Option('--learn <part>', 'how much of its network learns').choices(learnedParts).default('all'),
    )
    .addOption(new Option('--optimizer <name>', 'optimizer').choices(['adam', 'adamax']).default('adam'))
    .option('--epochs <n>', 'epochs', wholeNumber(1, 10_000), 30)
    .option('--learning-rate <x>', 'learning rate at its peak', positiveNumber(1), 0.001)
    .option('--seed <n>', 'seed of split and augmentation', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--preflight', 'measure what the training would take, say so, and do not train', false)
    .option('--json', 'print the result as one JSON object', false);
  addPersonOptions(command).addHelpText(
    'after',
    `
Ctrl-C stops it after its last whole epoch; the same command again goes on, with the same cells.

Examples:
  lab retrain --db lab/lab.db --version 1.0.0 --preflight
  lab retrain --db lab/lab.db --version 1.0.0 --learn head --epochs 10
  lab retrain --db lab/lab.db --version 1.1.0 --from lab-classifier-1.0.0 --person "Dr. A. Example" --role haematologist`,
  );
  command.action((options: RetrainOptions) => {
    const asker = readPerson(command, options);
    return runCommand((context) => carryOut({ ...options, asker }, context));
  });
}

async function carryOut(
  options: RetrainOptions & { readonly asker: ReturnType<typeof readPerson> },
  context: CommandContext,
): Promise<ExitCode> {
  const { retrain } = await import('../workflows/retrain.ts');
  const { whoActs } = await import('../workflows/whoActs.ts');
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  const { name, version, from: parent, learn: learned, optimizer, epochs, learningRate, seed } = options;
  const outcome = await withStation(options.db, ({ db, folders }) =>
    withComputeClient((compute) =>
      retrain(
        { db, compute, folders },
        { name, version, parent, learned, optimizer, epochs, learningRate, seed },
        {
          signal: context.signal,
          person: whoActs(db, options.asker).name,
          preflight: { isOnly: options.preflight, onMeasured: tellPreflight(context, options) },
          onChange: showChange(context),
        },
      ),
    ),
  );
  if (outcome === undefined) return exitCodes.ok;
  const { result, verdict } = outcome;
  if (options.json) context.print(JSON.stringify({ ...result, verdict }));
  else {
    context.print(describeTraining(result));
    context.print(
      verdict === undefined
        ? 'Not judged: this lab has no control set. `lab control-set create` locks one.'
        : formatVerdict(verdict),
    );
  }
  return verdict?.decision === 'refused' ? exitCodes.failed : exitCodes.ok;
}

type Change = Parameters<Parameters<typeof import('../workflows/retrain.ts').retrain>[2]['onChange']>[0];

/** The bar counts in thousandths of all steps. */
function showChange(context: CommandContext): (part: Change) => void {
  let doneFraction = 0;
  return (part) => {
    if (part.partCounts !== undefined) {
      const { train, validation, test } = part.partCounts;
      context.log(
        `Training on ${train} cells, validating on ${validation}, testing on ${test}: ${part.splitNote}.`,
      );
    }
    doneFraction = part.doneFraction ?? doneFraction;
    if (part.detail === undefined || part.detail === '') return;
    context.progress.show({
      done: Math.min(999, Math.floor(1000 * doneFraction)),
      total: 1000,
      detail: part.detail,
      remainingMs: part.remainingMs,
    });
  };
}
