import type { Command } from 'commander';
import { likeliestClass } from '../domain/cellClass.ts';
import type { EngineChoice } from '../domain/engine.ts';
import { formatPercent } from '../domain/formatPercent.ts';
import type { ClassifyFileResult } from '../workflows/classifyPaths.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { engineOption, positiveNumber } from './optionValues.ts';
import { type CommandContext, runCommand } from './runCommand.ts';

interface ClassifyOptions {
  readonly model?: string;
  readonly cells: boolean;
  readonly json: boolean;
  readonly redCellPx?: number;
  readonly engine: EngineChoice;
}

/** `lab classify`: classes of whole fields, or of each cell. */
export function addClassifyCommand(program: Command): void {
  program
    .command('classify')
    .summary('classify smear images or their cells')
    .description(
      'Classify smear images as whole fields, or each white cell found in them. A folder stands for its images.',
    )
    .argument('<path...>', 'image files or folders of images')
    .option('--model <model>', 'model folder, name or name-version (default: the newest)')
    .option('--cells', 'find the white cells and classify each', false)
    .addOption(engineOption())
    .option('--json', 'print one JSON object a file', false)
    .option(
      '--red-cell-px <n>',
      'with --cells: width of a red cell in pixels (default: measured)',
      positiveNumber(10_000),
    )
    .addHelpText(
      'after',
      `
Examples:
  lab classify field.jpg
  lab classify fields/ --cells --json > cells.jsonl`,
    )
    .action((paths: string[], options: ClassifyOptions) =>
      runCommand((context) => classify(paths, options, context)),
    );
}

async function classify(
  paths: readonly string[],
  options: ClassifyOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { classifyPaths } = await import('../workflows/classifyPaths.ts');
  const { chooseModel } = await import('../workflows/chooseModel.ts');
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  const model = await chooseModel(options.model);
  let exitCode: ExitCode = exitCodes.ok;
  await withComputeClient(async (compute) => {
    const outcomes = classifyPaths(compute, paths, {
      modelFolder: model.folder,
      eachCell: options.cells,
      redCellDiameterPx: options.redCellPx,
      engine: options.engine,
      signal: context.signal,
      onProgress: (done, total, detail) => context.progress.show({ done, total, detail }),
    });
    for await (const outcome of outcomes) {
      if (outcome.ok) {
        const described = describe(outcome.file, outcome.result);
        context.print(options.json ? JSON.stringify(described.json) : described.line);
      } else {
        exitCode = exitCodes.failed;
        context.log(`error [${outcome.failure.code}]: ${outcome.file}: ${outcome.failure.message}`);
      }
    }
  });
  return exitCode;
}

function describe(
  file: string,
  { engine, fieldProbabilities, cells }: ClassifyFileResult,
): { json: unknown; line: string } {
  if (fieldProbabilities !== undefined) {
    const cellClass = likeliestClass(fieldProbabilities);
    return {
      json: { file, class: cellClass, probabilities: fieldProbabilities, engine },
      line: `${file}: ${cellClass} ${formatPercent(fieldProbabilities[cellClass])}`,
    };
  }
  const described = cells.map(({ xPx, yPx, widthPx, heightPx, score, cellClass, probabilities }) => ({
    ...{ xPx, yPx, widthPx, heightPx, score },
    class: cellClass,
    probabilities,
  }));
  const classes = cells.map((cell) => cell.cellClass).join(', ');
  return {
    json: { file, cells: described, engine },
    line: `${file}: ${cells.length === 0 ? 'no white cell' : classes}`,
  };
}
