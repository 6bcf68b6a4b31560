import type { Command } from 'commander';
import type { EngineChoice } from '../domain/engine.ts';
import { plausibleUm } from '../domain/pixelSize.ts';
import type { CellGoal } from '../domain/scan.ts';
import type { SlideOutcome } from '../workflows/slideOutcome.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { cellGoal, engineOption, numberBetween, positiveNumber } from './optionValues.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import {
  describeSlide,
  formatDifferentialTable,
  formatFailures,
  formatSlideLine,
  formatWarnings,
} from './slideLines.ts';

interface ScanOptions {
  readonly db: string;
  readonly model?: string;
  readonly cells?: CellGoal;
  readonly pixelSizeUm?: number;
  readonly redCellPx?: number;
  readonly engine: EngineChoice;
  readonly json: boolean;
}

/** `lab scan`: a folder of slides into a database. */
export function addScanCommand(program: Command): void {
  program
    .command('scan')
    .summary('scan a folder of slides into a database')
    .description(
      'Find and classify the white cells of every slide of a folder. A slide is an image file, a whole-slide ' +
        'file, a folder of camera fields, or a DICOM series. Of whole slides the best monolayer is looked at ' +
        'first and blurred fields are left out. Slides that are done are passed over: run it again to take up a ' +
        'scan that was stopped.',
    )
    .argument('<folder>', 'folder of slides')
    .requiredOption('--db <file>', 'database; made where there is none')
    .option('--model <model>', 'model folder, name or name-version (default: the newest)')
    .option(
      '--cells <n>',
      'stop a slide when 100, 200, 400 or 500 cells are found, its field finished (default: all)',
      cellGoal,
    )
    .option(
      '--pixel-size-um <n>',
      'edge of a pixel in micrometres, for slides whose file does not say (default: estimated from red cells)',
      numberBetween(plausibleUm.least, plausibleUm.most),
    )
    .option(
      '--red-cell-px <n>',
      'width of a red cell in pixels, whatever the slide says (default: by the pixel size, else measured)',
      positiveNumber(10_000),
    )
    .addOption(engineOption())
    .option('--json', 'print one JSON object a slide', false)
    .addHelpText(
      'after',
      `
Examples:
  lab scan slides/ --db lab.db
  lab scan slides/ --db lab.db --cells 200
  lab scan slides/ --db lab.db --model blast-classifier-0.1.0 --json > slides.jsonl`,
    )
    .action((folder: string, options: ScanOptions) =>
      runCommand((context) => scan(folder, options, context)),
    );
}

async function scan(folder: string, options: ScanOptions, context: CommandContext): Promise<ExitCode> {
  const { scanFolder } = await import('../workflows/scanFolder.ts');
  const { chooseModel } = await import('../workflows/chooseModel.ts');
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  const { openDatabase } = await import('../database/open.ts');
  const model = await chooseModel(options.model);
  const db = openDatabase(options.db);
  try {
    const outcomes = await withComputeClient((compute) =>
      scanFolder(db, compute, {
        folder,
        model,
        redCellDiameterPx: options.redCellPx,
        pixelSizeUm: options.pixelSizeUm,
        cellGoal: options.cells,
        engine: options.engine,
        isSynthetic: false,
        signal: context.signal,
        onProgress: context.progress.show,
        onIgnored: (names) => context.log(`Not slides, passed over: ${names.join(', ')}`),
        onSlide: (outcome) => {
          context.log(formatSlideLine(outcome));
          for (const line of formatWarnings(outcome)) context.log(line);
          if (options.json) context.print(JSON.stringify(describeSlide(outcome)));
        },
      }),
    );
    return summarise(outcomes, options, context);
  } finally {
    db.close();
  }
}

function summarise(
  outcomes: readonly SlideOutcome[],
  options: ScanOptions,
  context: CommandContext,
): ExitCode {
  if (!options.json && outcomes.some(({ state }) => state !== 'failed'))
    context.print(formatDifferentialTable(outcomes));
  const failures = formatFailures(outcomes);
  for (const line of failures) context.log(line);
  return failures.length === 0 ? exitCodes.ok : exitCodes.failed;
}
