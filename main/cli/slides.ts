import type { Command } from 'commander';
import type { SlideDescription } from '../workflows/describeSlides.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { describeSlideInfo, formatSlideInfo } from './slideInfoLines.ts';

interface InfoOptions {
  readonly json: boolean;
  readonly each: boolean;
  readonly hash: boolean;
  readonly db?: string;
}

/** `lab slides`: what there is to know of slides without scanning them. */
export function addSlidesCommand(program: Command): void {
  const slides = program.command('slides').summary('look at slides without scanning them');
  slides
    .command('info')
    .summary('format, size, levels, pixel size, hash, and whether a slide can be scanned')
    .description(
      'Say what is known of slides: format, size, levels, pixel size and where it comes from, pictures beside ' +
        'the smear, SHA-256, and whether they can be scanned. A path is a slide file, a folder of camera fields, ' +
        'a folder of DICOM files, or a folder of slides.',
    )
    .argument('<path...>', 'slides, or folders of slides')
    .option('--json', 'print one JSON object a slide', false)
    .option('--each', 'take each image of a folder of images as a slide of its own, as `scan` does', false)
    .option('--no-hash', 'leave out the SHA-256, which reads every byte')
    .option('--db <file>', 'say too whether a slide has changed since it was scanned into this database')
    .addHelpText(
      'after',
      '\nExamples:\n  lab slides info smear-7.svs\n  lab slides info slides/ --json > slides.jsonl\n  lab slides info slides/ --db lab.sqlite',
    )
    .action((paths: string[], options: InfoOptions) =>
      runCommand((context) => info(paths, options, context)),
    );
}

async function info(
  paths: readonly string[],
  options: InfoOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { describeSlides } = await import('../workflows/describeSlides.ts');
  const { openExistingDatabase } = await import('../workflows/openExistingDatabase.ts');
  const db = options.db === undefined ? undefined : openExistingDatabase(options.db);
  let exitCode: ExitCode = exitCodes.ok;
  const descriptions = describeSlides(paths, {
    looseImages: options.each ? 'a-slide-each' : 'one-slide',
    withHash: options.hash || db !== undefined,
    db,
    signal: context.signal,
    onProgress: (done, total, detail) => context.progress.show({ done, total, detail }),
  });
  try {
    let isFirst = true;
    for await (const description of descriptions) {
      print(description, { ...options, isFirst }, context);
      isFirst = false;
      if (description.failure !== undefined) exitCode = exitCodes.failed;
    }
  } finally {
    db?.close();
  }
  return exitCode;
}

function print(
  description: SlideDescription,
  options: { readonly json: boolean; readonly isFirst: boolean },
  context: CommandContext,
): void {
  if (options.json) context.print(JSON.stringify(describeSlideInfo(description)));
  else {
    if (!options.isFirst) context.print('');
    for (const line of formatSlideInfo(description)) context.print(line);
  }
  const { failure, entry } = description;
  if (failure === undefined) return;
  const said = failure.message.includes(entry.name) ? failure.message : `${entry.name}: ${failure.message}`;
  context.log(`error [${failure.code}]: ${said}`);
}
