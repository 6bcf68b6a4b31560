import type { Command } from 'commander';
import { modelFullName } from '../domain/modelFullName.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { addQuantizeCommand } from './quantize.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { formatPercent, layOutTable } from './table.ts';

/** `lab models`: what is installed, and whether it is whole. */
export function addModelsCommand(program: Command): void {
  const models = program
    .command('models')
    .summary('list the installed models')
    .description('List the models of the models folder and check their weights against their cards.')
    .option('--json', 'print one JSON object a model', false)
    .addHelpText('after', '\nExamples:\n  lab models\n  lab models --json')
    .action((options: { readonly json: boolean }) =>
      runCommand((context) => listInstalled(options, context)),
    );
  addQuantizeCommand(models);
}

async function listInstalled(
  options: { readonly json: boolean },
  context: CommandContext,
): Promise<ExitCode> {
  const { listModels } = await import('../workflows/listModels.ts');
  const installed = await listModels(true);
  if (options.json) {
    for (const { card, ...model } of installed) {
      context.print(JSON.stringify({ ...model, evaluations: card?.evaluations ?? [] }));
    }
  } else if (installed.length > 0) {
    const rows = installed.map((model) => {
      const evaluation = model.card?.evaluations.findLast((one) => one.ofTheseWeights);
      const figures =
        evaluation === undefined
          ? ''
          : `${formatPercent(evaluation.figures.accuracy)} on ${evaluation.protocol}`;
      return [modelFullName(model), model.task, model.createdAt ?? '', model.sha256.slice(0, 12), figures];
    });
    context.print(layOutTable([['model', 'task', 'made', 'SHA-256', 'accuracy'], ...rows]));
  } else context.log('No model is installed. Train one with `lab train`.');
  for (const model of installed) {
    if (model.problem !== undefined) context.log(`error [model-corrupt]: ${model.folder}: ${model.problem}`);
  }
  return installed.every((model) => model.problem === undefined) ? exitCodes.ok : exitCodes.failed;
}
