import type { Command } from 'commander';
import { formatPercent } from '../domain/formatPercent.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { addModelsActivateCommands } from './modelsActivate.ts';
import { addModelsBundleCommands } from './modelsBundle.ts';
import { addModelsShowCommand } from './modelsShow.ts';
import { addModelsVectorsCommand } from './modelsVectors.ts';
import { addQuantizeCommand } from './quantize.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { withStation } from './stationOptions.ts';
import { layOutTable } from './table.ts';

interface ListOptions {
  readonly db?: string;
  readonly json: boolean;
}

/** `lab models`: what is installed and which is active; activate, roll back, export, import. */
export function addModelsCommand(program: Command): void {
  const models = program
    .command('models')
    .summary('list, show, activate, export and import models')
    .description('The installed models. Without a verb they are listed.')
    .addHelpText(
      'after',
      `
Examples:
  lab models
  lab models gate mine-1.0.0 --db lab/lab.db
  lab models activate mine-1.0.0 --db lab/lab.db
  lab models export mine-1.0.0 --db lab/lab.db --out mine-1.0.0.zip`,
    )
    .enablePositionalOptions();
  models
    .command('list', { isDefault: true })
    .summary('list the installed models')
    .description(
      'List the models that the program ships, with --db also those of the station, and check their weights against their cards.',
    )
    .option('--db <file>', "the station's database: its own models too, and which one is active")
    .option('--json', 'print one JSON object a model', false)
    .addHelpText('after', '\nExamples:\n  lab models\n  lab models list --db lab/lab.db --json')
    .action((options: ListOptions) => runCommand((context) => list(options, context)));
  addModelsShowCommand(models);
  addModelsActivateCommands(models);
  addModelsBundleCommands(models);
  addModelsVectorsCommand(models);
  addQuantizeCommand(models);
}

async function list(options: ListOptions, context: CommandContext): Promise<ExitCode> {
  const { listModels, modelsFolder } = await import('../workflows/listModels.ts');
  const shipped = await listModels(true, modelsFolder);
  const station = options.db === undefined ? undefined : await readStation(options.db);
  const installed = [...shipped, ...(station?.own ?? [])];
  const isActive = ({ sha256 }: { readonly sha256: string }) => sha256 === station?.activeSha256;
  if (options.json) {
    for (const { card, ...model } of installed) {
      const active = station === undefined ? {} : { isActive: isActive(model) };
      context.print(JSON.stringify({ ...model, ...active, evaluations: card?.evaluations ?? [] }));
    }
  } else if (installed.length > 0) {
    const rows = installed.map((model) => {
      const evaluation = model.card?.evaluations.findLast((one) => one.ofTheseWeights);
      const figures =
        evaluation === undefined
          ? ''
          : `${formatPercent(evaluation.figures.accuracy)} on ${evaluation.protocol}`;
      const name = isActive(model) ? `${modelFullName(model)} (active)` : modelFullName(model);
      return [name, model.task, model.createdAt ?? '', model.sha256.slice(0, 12), figures];
    });
    context.print(layOutTable([['model', 'task', 'made', 'SHA-256', 'accuracy'], ...rows]));
  } else context.log('No model is installed. Train one with `lab train`.');
  for (const model of installed) {
    if (model.problem !== undefined) context.log(`error [model-corrupt]: ${model.folder}: ${model.problem}`);
  }
  return installed.every((model) => model.problem === undefined) ? exitCodes.ok : exitCodes.failed;
}

async function readStation(databasePath: string) {
  const { describeModels } = await import('../workflows/describeModels.ts');
  const { listModels } = await import('../workflows/listModels.ts');
  return withStation(databasePath, async ({ db, folders }) => ({
    own: await listModels(true, folders.models),
    activeSha256: (await describeModels(db, folders.models)).find(({ isActive }) => isActive)?.sha256,
  }));
}
