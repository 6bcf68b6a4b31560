import type { Command } from 'commander';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { addPersonOptions, type PersonOptions, readPerson, withStation } from './stationOptions.ts';
import { formatVerdict } from './verdictLines.ts';

interface GateOptions extends PersonOptions {
  readonly db: string;
  readonly again: boolean;
  readonly json: boolean;
}

interface ActivateOptions extends PersonOptions {
  readonly db: string;
  readonly override?: string;
  readonly unmeasured: boolean;
}

/** `lab models gate`, `activate` and `rollback`: which model scans of the station use. */
export function addModelsActivateCommands(models: Command): void {
  const gate = models
    .command('gate')
    .summary('judge a model on the control set')
    .description(
      'Measure a model and the active one on the locked control set, and say whether it may take its place. A verdict ' +
        'stands until a model, the control set or the settings change, and is then only shown. Exit code 1: refused.',
    )
    .argument('<model>', 'name-version')
    .requiredOption('--db <file>', "the station's database")
    .option('--again', 'measure anew', false)
    .option('--json', 'print the verdict as one JSON object', false);
  addPersonOptions(gate).addHelpText('after', '\nExamples:\n  lab models gate mine-1.0.0 --db lab/lab.db');
  gate.action((model: string, options: GateOptions) => {
    const person = readPerson(gate, options);
    return runCommand((context) => judge(model, { ...options, asker: person }, context));
  });
  const activate = models
    .command('activate')
    .summary('let scans of the station use a model')
    .description(
      'Judge a model and let scans of the station use it from now on. A refusal can be overridden by a model steward or an ' +
        'administrator, with a reason that is recorded.',
    )
    .argument('<model>', 'name-version')
    .requiredOption('--db <file>', "the station's database")
    .option('--override <reason>', 'activate it though it is refused; at least 10 characters')
    .option('--unmeasured', 'activate it though there is no control set', false);
  addPersonOptions(activate).addHelpText(
    'after',
    `
Examples:
  lab models activate mine-1.0.0 --db lab/lab.db
  lab models activate mine-1.0.0 --db lab/lab.db --person "Dr. A. Example" --role model-steward \\
    --override "Agreed at the quality meeting of 3 May"`,
  );
  activate.action((model: string, options: ActivateOptions) => {
    const person = readPerson(activate, options);
    return runCommand(async (context) => {
      const { activateModel } = await import('../workflows/activateModel.ts');
      const { override, unmeasured } = options;
      const order = {
        fullName: model,
        ...(override === undefined ? {} : { override: { reason: override } }),
        isUnmeasured: unmeasured,
      };
      const activation = await withGate(options.db, (tools) =>
        activateModel(tools, order, { person, signal: context.signal, onProgress: context.progress.show }),
      );
      context.print(`${activation.fullName} is active since ${activation.at}, by ${activation.person}`);
    });
  });
  const rollback = models
    .command('rollback')
    .summary('go back to the model before')
    .description('Let scans of the station use the model that was active before the present one.')
    .requiredOption('--db <file>', "the station's database");
  addPersonOptions(rollback).addHelpText('after', '\nExamples:\n  lab models rollback --db lab/lab.db');
  rollback.action((options: PersonOptions & { readonly db: string }) => {
    const person = readPerson(rollback, options);
    return runCommand(async (context) => {
      const { rollBackModel } = await import('../workflows/activeModel.ts');
      const { fullName, at, ...activation } = await withStation(options.db, ({ db, folders }) =>
        rollBackModel(db, folders.models, person),
      );
      context.print(`${fullName} is active since ${at}, by ${activation.person}`);
    });
  });
}

async function judge(
  model: string,
  options: GateOptions & { readonly asker: ReturnType<typeof readPerson> },
  context: CommandContext,
): Promise<ExitCode> {
  const { judgeModel } = await import('../workflows/judgeModel.ts');
  const { whoActs } = await import('../workflows/whoActs.ts');
  const verdict = await withGate(options.db, (tools) =>
    judgeModel(tools, model, {
      person: whoActs(tools.db, options.asker).name,
      isForced: options.again,
      signal: context.signal,
      onProgress: context.progress.show,
    }),
  );
  context.print(options.json ? JSON.stringify(verdict) : formatVerdict(verdict));
  return verdict.decision === 'refused' ? exitCodes.failed : exitCodes.ok;
}

async function withGate<Result>(
  databasePath: string,
  work: (tools: Parameters<typeof import('../workflows/judgeModel.ts').judgeModel>[0]) => Promise<Result>,
): Promise<Result> {
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  return withStation(databasePath, ({ db, folders }) =>
    withComputeClient((compute) => work({ db, folders, compute })),
  );
}
