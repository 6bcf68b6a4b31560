import type { Command } from 'commander';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { positiveNumber } from './optionValues.ts';
import { type CommandContext, runCommand } from './runCommand.ts';

interface DetectOptions {
  readonly json: boolean;
  readonly redCellPx?: number;
}

/** `lab detect`: white cells of images as boxes. */
export function addDetectCommand(program: Command): void {
  program
    .command('detect')
    .summary('find the white cells of images')
    .description('Find the white cells of smear images. A folder stands for the images in it.')
    .argument('<path...>', 'image files or folders of images')
    .option('--json', 'print one JSON object a file', false)
    .option('--red-cell-px <n>', 'width of a red cell in pixels (default: measured)', positiveNumber(10_000))
    .addHelpText(
      'after',
      `
Examples:
  lab detect smear.jpg
  lab detect fields/ --json > boxes.jsonl`,
    )
    .action((paths: string[], options: DetectOptions) =>
      runCommand((context) => detect(paths, options, context)),
    );
}

async function detect(
  paths: readonly string[],
  options: DetectOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { detectPaths } = await import('../workflows/detectPaths.ts');
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  let exitCode: ExitCode = exitCodes.ok;
  await withComputeClient(async (compute) => {
    const outcomes = detectPaths(compute, paths, {
      redCellDiameterPx: options.redCellPx,
      signal: context.signal,
      onProgress: (done, total, detail) => context.progress.show({ done, total, detail }),
    });
    for await (const outcome of outcomes) {
      if (outcome.ok) {
        const { widthPx, heightPx, cells } = outcome.result;
        context.print(
          options.json
            ? JSON.stringify({ file: outcome.file, widthPx, heightPx, cells: cells.map(boxOf) })
            : `${outcome.file}: ${cells.length} white ${cells.length === 1 ? 'cell' : 'cells'}`,
        );
      } else {
        exitCode = exitCodes.failed;
        context.log(`error [${outcome.failure.code}]: ${outcome.file}: ${outcome.failure.message}`);
      }
    }
  });
  return exitCode;
}

interface Box {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly score: number;
}

function boxOf({ xPx, yPx, widthPx, heightPx, score }: Box): Box {
  return { xPx, yPx, widthPx, heightPx, score };
}
