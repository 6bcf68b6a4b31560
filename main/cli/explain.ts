import { type Command, Option } from 'commander';
import { type CellClass, cellClasses } from '../domain/cellClass.ts';
import { formatPercent } from '../domain/formatPercent.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { positiveNumber } from './optionValues.ts';
import { type CommandContext, runCommand } from './runCommand.ts';

interface ExplainOptions {
  readonly out: string;
  readonly model?: string;
  readonly class?: CellClass;
  readonly json: boolean;
  readonly redCellPx?: number;
}

/** `lab explain`: pictures of what the network looked at. */
export function addExplainCommand(program: Command): void {
  program
    .command('explain')
    .summary('show what the network looked at in each cell')
    .description(
      'Find the white cells of smear images and write a picture of each: the window that the network saw, and the ' +
        'parts of it that spoke for the class (Grad-CAM).',
    )
    .argument('<path...>', 'image files or folders of images')
    .requiredOption('--out <folder>', 'folder of the pictures')
    .option('--model <model>', 'model folder, name or name-version (default: the newest)')
    .addOption(
      new Option('--class <class>', 'explain this class (default: the likeliest of each cell)').choices(
        cellClasses,
      ),
    )
    .option('--json', 'print one JSON object a cell', false)
    .option('--red-cell-px <n>', 'width of a red cell in pixels (default: measured)', positiveNumber(10_000))
    .addHelpText(
      'after',
      `
Examples:
  lab explain smear.jpg --out explained
  lab explain fields/ --class pre-b --out explained --json > cells.jsonl`,
    )
    .action((paths: string[], options: ExplainOptions) =>
      runCommand((context) => explain(paths, options, context)),
    );
}

async function explain(
  paths: readonly string[],
  options: ExplainOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { explainPaths } = await import('../workflows/explainPaths.ts');
  const { chooseModel } = await import('../workflows/chooseModel.ts');
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  const model = await chooseModel(options.model);
  let exitCode: ExitCode = exitCodes.ok;
  await withComputeClient(async (compute) => {
    const outcomes = explainPaths(compute, paths, {
      modelFolder: model.folder,
      outputFolder: options.out,
      cellClass: options.class,
      redCellDiameterPx: options.redCellPx,
      signal: context.signal,
      onProgress: (done, total, detail) => context.progress.show({ done, total, detail }),
    });
    for await (const outcome of outcomes) {
      if (!outcome.ok) {
        exitCode = exitCodes.failed;
        context.log(`error [${outcome.failure.code}]: ${outcome.file}: ${outcome.failure.message}`);
        continue;
      }
      if (outcome.result.length === 0 && !options.json) context.print(`${outcome.file}: no white cell`);
      for (const { picture, proposed, explained, judgement, box } of outcome.result) {
        const { probabilities, strangeness } = judgement;
        const facts = {
          file: outcome.file,
          picture,
          ...box,
          class: proposed,
          explained,
          probabilities,
          strangeness,
        };
        const line = `${picture}: ${proposed}; what speaks for ${explained} (${formatPercent(probabilities[explained])})`;
        context.print(options.json ? JSON.stringify(facts) : line);
      }
    }
  });
  return exitCode;
}
