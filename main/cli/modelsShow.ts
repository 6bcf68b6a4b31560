import type { Command } from 'commander';
import { formatPercent } from '../domain/formatPercent.ts';
import type { DescribedModel } from '../workflows/describeModel.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { withStation } from './stationOptions.ts';
import { layOutTable } from './table.ts';

interface ShowOptions {
  readonly db?: string;
  readonly json: boolean;
}

/** `lab models show`: one model, whole. */
export function addModelsShowCommand(models: Command): void {
  models
    .command('show')
    .summary('lineage, figures, hash and history of a model')
    .description(
      'Say of one model where it comes from, what was measured, whether it is whole, and when it was active.',
    )
    .argument('<model>', 'name-version')
    .option('--db <file>', "the station's database: with its own models, activations and verdicts")
    .option('--json', 'print one JSON object', false)
    .addHelpText(
      'after',
      '\nExamples:\n  lab models show blast-classifier-1.0.0\n  lab models show mine-1.0.0 --db lab/lab.db --json',
    )
    .action((model: string, options: ShowOptions) => runCommand((context) => show(model, options, context)));
}

async function show(model: string, options: ShowOptions, context: CommandContext): Promise<ExitCode> {
  const { describeModel } = await import('../workflows/describeModel.ts');
  const { modelsFolder } = await import('../workflows/listModels.ts');
  const described =
    options.db === undefined
      ? await describeModel(undefined, modelsFolder, model)
      : await withStation(options.db, ({ db, folders }) => describeModel(db, folders.models, model));
  context.print(options.json ? JSON.stringify(described) : formatModel(described, options.db !== undefined));
  if (described.problem === undefined) return exitCodes.ok;
  context.log(`error [model-corrupt]: ${described.folder}: ${described.problem}`);
  return exitCodes.failed;
}

function formatModel(model: DescribedModel, isOfStation: boolean): string {
  const { card, fullName, lineage, sha256, problem, testVectorCount } = model;
  const kind = model.isShipped ? 'came with the program' : 'of this station';
  const lines = [
    `${fullName}: ${kind}, made ${model.createdAt ?? 'at a time unknown'}`,
    `SHA-256 ${sha256}: ${problem === undefined ? 'the weights are what the card says' : problem}`,
    `lineage: ${lineage.join(' <- ')}${card?.parent === undefined ? '' : ` (learned: ${card.training.learned ?? 'all'})`}`,
    `test vectors: ${testVectorCount === undefined ? 'none kept' : testVectorCount}`,
  ];
  if (card !== undefined) {
    lines.push(`data: ${card.dataset.name}; ${card.dataset.split}`);
    const figures = card.evaluations.map(({ protocol, ofTheseWeights, figures: one }) => [
      ofTheseWeights ? protocol : `${protocol} (other weights)`,
      String(one.count),
      formatPercent(one.accuracy),
      formatPercent(one.macroRecall),
    ]);
    lines.push('', layOutTable([['measured on', 'n', 'accuracy', 'macro recall'], ...figures]));
  }
  if (!isOfStation) return lines.join('\n');
  lines.push('', model.activations.length === 0 ? 'never activated here' : 'activations:');
  for (const { at, person, isRollback, overrideReason, isUnmeasured } of model.activations) {
    const how = [
      isRollback ? 'rolled back to' : 'activated',
      ...(overrideReason === undefined ? [] : [`although refused: "${overrideReason}"`]),
      ...(isUnmeasured === true ? ['without a control set'] : []),
    ];
    lines.push(`  ${at} ${how.join(', ')}, ${person}`);
  }
  lines.push(
    model.verdicts.length === 0 ? 'never judged here' : 'verdicts (`lab models gate` shows the last):',
  );
  for (const { at, decision, controlSetVersion, champion, person } of model.verdicts) {
    const set = controlSetVersion === undefined ? 'no control set' : `control set ${controlSetVersion}`;
    const against = champion === undefined ? '' : `, against ${champion.fullName}`;
    lines.push(`  ${at} ${decision} on ${set}${against}, ${person}`);
  }
  return lines.join('\n');
}
