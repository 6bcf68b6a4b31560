import { type Command, Option } from 'commander';
import type { LabelFormat } from '../workflows/exportLabelFile.ts';
import { type CommandContext, runCommand } from './runCommand.ts';

interface ExportOptions {
  readonly db: string;
  readonly out: string;
  readonly format: LabelFormat;
  readonly force: boolean;
}

interface ImportOptions {
  readonly db: string;
  readonly reviewer?: string;
}

/** `lab labels export | import`: what people say of cells, out and in. */
export function addLabelsCommand(program: Command): void {
  const labels = program
    .command('labels')
    .summary('write the labels of a slide to a file, or take them from one')
    .description('Labels of the newest scan of a slide: CSV, or GeoJSON for QuPath.');
  labels
    .command('export')
    .description('Write every cell that a person gave a verdict.')
    .argument('<slide>', 'id, name or path of the slide')
    .requiredOption('--db <file>', 'database of the scan')
    .requiredOption('--out <file>', 'the new file')
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['csv', 'geojson']).default('csv'),
    )
    .option('--force', 'replace an older file of that name', false)
    .addHelpText(
      'after',
      `
Examples:
  lab labels export smear-7 --db lab.db --out smear-7.csv
  lab labels export smear-7 --db lab.db --out smear-7.geojson --format geojson`,
    )
    .action((slide: string, options: ExportOptions) =>
      runCommand((context) => exportLabels(slide, options, context)),
    );
  labels
    .command('import')
    .description(
      'Label cells by the boxes of a file: one that meets a cell (IoU >= 0.5) labels it, elsewhere a cell is drawn. CSV with the columns x_px, y_px, width_px, height_px, class and, where boxes are in pixels of a camera image, field; or GeoJSON polygons with classification.name.',
    )
    .argument('<slide>', 'id, name or path of the slide')
    .argument('<file>', 'CSV or GeoJSON')
    .requiredOption('--db <file>', 'database of the scan')
    .option('--reviewer <name>', 'whose labels they are (default: who works in the app now)')
    .addHelpText(
      'after',
      '\nExamples:\n  lab labels import smear-7 smear-7.csv --db lab.db --reviewer "A. B."',
    )
    .action((slide: string, file: string, options: ImportOptions) =>
      runCommand((context) => importLabels(slide, file, options, context)),
    );
}

async function exportLabels(slide: string, options: ExportOptions, context: CommandContext): Promise<void> {
  const { exportLabelFile } = await import('../workflows/exportLabelFile.ts');
  const { openExistingDatabase } = await import('../workflows/openExistingDatabase.ts');
  const { out, format, force } = options;
  const db = openExistingDatabase(options.db);
  try {
    const count = await exportLabelFile(db, slide, { path: out, format, mayReplace: force });
    context.log(`${count} labels.`);
    context.print(out);
  } finally {
    db.close();
  }
}

async function importLabels(
  slide: string,
  file: string,
  options: ImportOptions,
  context: CommandContext,
): Promise<void> {
  const { importLabelFile } = await import('../workflows/importLabelFile.ts');
  const { openExistingDatabase } = await import('../workflows/openExistingDatabase.ts');
  const db = openExistingDatabase(options.db);
  try {
    const { action, passedOverCount } = await importLabelFile(db, slide, file, options.reviewer);
    context.log(
      `${action.cellCount} cells labelled or drawn, ${passedOverCount} labels passed over: of no class of the lab, or on no field that was scanned.`,
    );
    context.print(action.id);
  } finally {
    db.close();
  }
}
