import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CellClass, cellClasses } from '../domain/cellClass.ts';
import { formatProblem, type ImportSummary } from '../domain/datasetImport.ts';
import { type FolderFormat, folderFormats } from '../workflows/datasets/datasetFormats.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { layOutTable } from './table.ts';

type Classes = ReadonlyMap<string, CellClass>;

interface ImportOptions {
  readonly format: FolderFormat | 'reviews';
  readonly from?: string;
  readonly db?: string;
  readonly out: string;
  readonly class?: Classes;
  readonly redCellClass?: string;
  readonly source?: string;
  readonly column?: string;
  readonly strict: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

/** Problems that are printed; the rest is counted. */
const shownProblems = 20;

/** `lab dataset import`. */
export function addDatasetImportCommand(dataset: Command): void {
  const command = dataset
    .command('import')
    .summary('write a dataset list of a dataset in another format')
    .description(
      'Write a dataset list. Pictures are looked at, not copied. What cannot be used is told by file and line and left out.',
    )
    .addOption(
      new Option('--format <format>', 'how the dataset is laid out')
        .choices([...folderFormats, 'reviews'])
        .makeOptionMandatory(),
    )
    .option('--from <folder>', 'folder of the dataset')
    .option('--db <file>', 'database of the reviewed cells, for --format reviews')
    .requiredOption('--out <list.jsonl>', 'the new list')
    .option(
      '--class <name=class...>',
      `what a class of the dataset is in the lab: ${cellClasses.join(', ')}`,
      readClass,
    )
    .option('--red-cell-class <name>', 'class of red cells: their width gives the scale of a picture')
    .option('--source <name>', "the dataset's name, for the figures by source (default: the folder's)")
    .option('--column <name>', 'column of splits.tsv that is the fold, for --format kaggle-all')
    .option('--strict', 'write nothing when anything of the dataset cannot be used', false)
    .option('--force', 'replace an older list of that name', false)
    .option('--json', 'print the summary as one JSON object', false)
    .addHelpText('after', help);
  command.action((options: ImportOptions) => {
    const isReviews = options.format === 'reviews';
    if ((options.db !== undefined) !== isReviews || (options.from !== undefined) === isReviews)
      command.error('error: --format reviews takes --db, every other format takes --from', { exitCode: 2 });
    return runCommand((context) => runImport(options, context));
  });
}

const help = `
Formats:
  folders     one folder a class
  kaggle-all  folders Benign, Early, Pre, Pro with splits.tsv: twins are kept together, copies left out
  yolo        images/, labels/ and data.yaml
  voc         Pascal VOC: an XML file each
  coco        JSON of instances
  c-nmc       C-NMC 2019: file names say patient and class; the patient is the group
  reviews     the cells that people gave a class at this station

Classes named benign, early, pre or pro need no --class. Labels of other classes are left out and counted.

Examples:
  lab dataset import --format folders --from smears --out smears.jsonl
  lab dataset import --format kaggle-all --from kaggle-all --column stain_fold --out all.jsonl
  lab dataset import --format yolo --from txl-pbc --class WBC=benign --red-cell-class RBC --out txl.jsonl
  lab dataset import --format c-nmc --from c-nmc --class hem=benign all=pre-b --out c-nmc.jsonl
  lab dataset import --format reviews --db lab.db --out reviews.jsonl`;

async function runImport(options: ImportOptions, context: CommandContext): Promise<void> {
  const { signal } = context;
  const { out, force: mayReplace, source, db } = options;
  const summary =
    options.format === 'reviews'
      ? await importReviewed(db ?? '', { out, mayReplace, source }, context)
      : await (await import('../workflows/datasets/importDataset.ts')).importDataset(
          {
            ...{ format: options.format, from: options.from ?? '', out, mayReplace, source },
            classes: { named: options.class ?? new Map(), redCellClass: options.redCellClass },
            ...{ column: options.column, isStrict: options.strict },
          },
          { signal, onProgress: countPictures(context) },
        );
  for (const problem of summary.problems.slice(0, shownProblems))
    context.log(`left out: ${formatProblem(problem)}`);
  if (summary.problemCount > shownProblems)
    context.log(`left out: ${summary.problemCount - shownProblems} more; --json names them.`);
  context.print(options.json ? JSON.stringify(summary) : describeSummary(summary));
}

async function importReviewed(
  databasePath: string,
  plan: { readonly out: string; readonly mayReplace: boolean; readonly source: string | undefined },
  { signal, progress }: CommandContext,
): Promise<ImportSummary> {
  const { importReviews } = await import('../workflows/datasets/importReviews.ts');
  const { openExistingDatabase } = await import('../workflows/openExistingDatabase.ts');
  const db = openExistingDatabase(databasePath);
  try {
    return await importReviews(db, plan, {
      signal,
      onSlide: (done, total, name) => progress.show({ done, total, detail: `slides cut: ${name}` }),
    });
  } finally {
    db.close();
  }
}

/** The number of pictures is not known before the last: the total is what has been seen, and one more. */
function countPictures({ progress }: CommandContext): (done: number) => void {
  return (done) => progress.show({ done, total: done + 1, detail: 'pictures looked at' });
}

function readClass(text: string, earlier: Classes | undefined): Classes {
  const at = text.lastIndexOf('=');
  const cellClass = cellClasses.find((one) => one === text.slice(at + 1));
  if (at < 1 || cellClass === undefined)
    throw new InvalidArgumentError(
      `It must be the dataset's name and a class, like WBC=benign. Classes: ${cellClasses.join(', ')}.`,
    );
  return new Map([...(earlier ?? []), [text.slice(0, at), cellClass]]);
}

function describeSummary(summary: ImportSummary): string {
  const rows = [
    ['class', 'items'],
    ...cellClasses.map((cellClass) => [cellClass, String(summary.counts[cellClass])]),
  ];
  const lines = [
    layOutTable(rows),
    `${summary.list}: ${summary.itemCount} items of ${summary.pictureCount} pictures.`,
  ];
  if (summary.leftOut.length > 0)
    lines.push(
      `Left out, of no class of the lab: ${summary.leftOut.map(({ className, count }) => `${className} ${count}`).join(', ')}.`,
    );
  if (summary.exactCopyCount > 0) lines.push(`Left out, copies: ${summary.exactCopyCount}.`);
  if (summary.measuredCount > 0)
    lines.push(`Scale from labelled red cells: ${summary.measuredCount} pictures.`);
  if (summary.problemCount > 0) lines.push(`Left out, unusable: ${summary.problemCount}.`);
  return lines.join('\n');
}
