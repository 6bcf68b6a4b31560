import type { Command } from 'commander';
import { formatPercent } from '../domain/formatPercent.ts';
import type { DemoResult } from '../workflows/demo.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { formatFailures, formatSlideLine } from './slideLines.ts';
import { formatInterval, layOutTable } from './table.ts';

interface DemoOptions {
  readonly out: string;
  readonly slides?: string;
  readonly model?: string;
}

/** `lab demo`: the whole job, on synthetic slides. */
export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .summary('show the whole job on synthetic slides')
    .description(
      'Draw synthetic slides, scan them, print what was found beside what was drawn, and write a database, a ' +
        'signed report and a contact sheet. With --slides on real slides.',
    )
    .option('--out <folder>', 'where all of it goes', 'demo-output')
    .option('--slides <folder>', 'folder of real slides')
    .option('--model <model>', 'model folder, name or name-version (default: the newest)')
    .addHelpText('after', '\nExamples:\n  lab demo\n  lab demo --slides my-slides --out my-demo')
    .action((options: DemoOptions) => runCommand((context) => demo(options, context)));
}

async function demo(options: DemoOptions, context: CommandContext): Promise<ExitCode> {
  const { runDemo } = await import('../workflows/demo.ts');
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  const result = await withComputeClient((compute) =>
    runDemo(compute, {
      outFolder: options.out,
      slidesFolder: options.slides,
      modelName: options.model,
      signal: context.signal,
      onStep: context.log,
      onDrawn: (done, total) => context.progress.show({ done, total, detail: 'fields drawn' }),
      onProgress: context.progress.show,
      onSlide: (outcome) => context.log(formatSlideLine(outcome)),
    }),
  );
  context.print(formatDemo(result));
  const failures = formatFailures(result.slides.map(({ outcome }) => outcome));
  for (const line of failures) context.log(line);
  return failures.length === 0 ? exitCodes.ok : exitCodes.failed;
}

function formatDemo({ slides, files }: DemoResult): string {
  const isSynthetic = slides.some(({ truth }) => truth !== undefined);
  const drawnHeadings = isSynthetic ? ['drawn', 'blasts drawn'] : [];
  const rows = slides.flatMap(({ outcome, truth }) => {
    if (outcome.state === 'failed') return [];
    const { differential } = outcome;
    const drawn = isSynthetic ? [String(truth?.cellCount ?? ''), String(truth?.blastCount ?? '')] : [];
    return [
      [
        outcome.entry.name,
        ...drawn,
        String(outcome.cellCount),
        String(differential.blastCount),
        formatPercent(differential.blastFraction),
        formatInterval(differential.blastInterval),
      ],
    ];
  });
  const headings = ['slide', ...drawnHeadings, 'found', 'blast-like', 'share', '95 % interval'];
  const places = [
    ['slides', files.slidesFolder],
    ['database', files.database],
    ['report', files.report],
    ['contact sheet', files.contactSheet],
    ['signing key', files.key],
  ].flatMap(([what, path]) => (path === undefined ? [] : [`${what?.padEnd(13)}  ${path}`]));
  const note = isSynthetic
    ? ['The slides are synthetic: drawn by this program, no patient. The model was trained on photographs.']
    : [];
  return [layOutTable([headings, ...rows]), '', ...note, ...places, 'For research use only.'].join('\n');
}
