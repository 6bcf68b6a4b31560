import type { Command } from 'commander';
import type { DeidentifiedSlide } from '../workflows/deidentifySlide.ts';
import { type CommandContext, runCommand } from './runCommand.ts';

interface DeidentifyOptions {
  readonly out: string;
  readonly overwrite: boolean;
  readonly json: boolean;
}

/** `lab deidentify`: a copy of a slide that names nobody. */
export function addDeidentifyCommand(program: Command): void {
  program
    .command('deidentify')
    .summary('copy a slide without label, macro image and patient data')
    .description(
      'Copy a slide without its label and macro images and without anything that may name the patient, and prove by ' +
        'reading the copy again that none is left. Takes Aperio SVS, tiled TIFF, BigTIFF, OME-TIFF and DICOM ' +
        'whole-slide images. The original is never changed.',
    )
    .argument('<slide>', 'a slide file, or the folder of a DICOM series')
    .requiredOption('--out <path>', 'the copy: a file; of a folder, a folder')
    .option('--overwrite', 'replace an earlier copy of that name', false)
    .option('--json', 'print one JSON object', false)
    .addHelpText(
      'after',
      `
Examples:
  lab deidentify "slides/Miller Anna.svs" --out shared/case-12.svs
  lab deidentify series/ --out shared/case-13 --json`,
    )
    .action((slide: string, options: DeidentifyOptions) =>
      runCommand((context) => deidentify(slide, options, context)),
    );
}

async function deidentify(slide: string, options: DeidentifyOptions, context: CommandContext): Promise<void> {
  const { deidentifySlide } = await import('../workflows/deidentifySlide.ts');
  const copy = await deidentifySlide({
    slidePath: slide,
    outPath: options.out,
    mayReplace: options.overwrite,
    signal: context.signal,
    onProgress: (doneBytes, totalBytes) =>
      context.progress.show({
        done: Math.floor(doneBytes / 1e6),
        total: Math.ceil(totalBytes / 1e6),
        detail: 'MB copied',
      }),
  });
  for (const warning of copy.warnings) context.log(`note: ${warning}`);
  if (options.json) context.print(JSON.stringify(copy));
  else for (const line of describeCopy(copy)) context.print(line);
}

function describeCopy({
  path,
  files,
  removedImages,
  removedTags,
  kept,
  checked,
}: DeidentifiedSlide): readonly string[] {
  const list = (names: readonly string[]) => (names.length === 0 ? 'none' : names.join(', '));
  const seen = checked.withOpenSlide ? ', and by OpenSlide' : '';
  return [
    path,
    `removed images: ${list(removedImages)}`,
    `removed data: ${list(removedTags)}`,
    `kept: ${list(kept)}`,
    `checked: ${checked.parts} tiles or frames the same, ${checked.texts} removed texts not found${seen}`,
    ...files.map((file) => `SHA-256 ${file.sha256} ${file.name}, of an original ${file.sourceSha256}`),
  ];
}
