import type { Command } from 'commander';
import { cellClassNames, likeliestClass } from '../domain/cellClass.ts';
import { formatPercent } from '../domain/formatPercent.ts';
import { wholeNumber } from './optionValues.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { layOutTable } from './table.ts';

interface NextOptions {
  readonly db: string;
  readonly count: number;
  readonly slide?: string;
  readonly json: boolean;
}

/** `lab next`: the cells that are worth labelling first. */
export function addNextCommand(program: Command): void {
  program
    .command('next')
    .summary('say which cells to label next')
    .description(
      'Choose cells that nobody has labelled: those of which the model is unsure, that differ from each other, on slides and of classes with few labels. The most useful come first.',
    )
    .requiredOption('--db <file>', 'database of the scans')
    .option('--count <n>', 'how many', wholeNumber(1, 1000), 50)
    .option('--slide <slide>', 'only cells of this slide: its id, name or path')
    .option('--json', 'print one JSON object a cell', false)
    .addHelpText(
      'after',
      '\nExamples:\n  lab next --db lab.db\n  lab next --db lab.db --count 20 --slide smear-7',
    )
    .action((options: NextOptions) => runCommand((context) => listNext(options, context)));
}

async function listNext(options: NextOptions, context: CommandContext): Promise<void> {
  const { describeNextCells } = await import('../workflows/describeNextCells.ts');
  const { openExistingDatabase } = await import('../workflows/openExistingDatabase.ts');
  const db = openExistingDatabase(options.db);
  try {
    const cells = describeNextCells(db, { slide: options.slide, count: options.count });
    if (cells.length === 0) context.log('No cell is without a label.');
    else if (options.json) for (const cell of cells) context.print(JSON.stringify(cell));
    else
      context.print(
        layOutTable([
          ['cell', 'slide', 'field', 'the model says', 'probability'],
          ...cells.map(({ id, slide, field, probabilities }) => {
            const cellClass = probabilities === null ? undefined : likeliestClass(probabilities);
            return [
              ...[id, slide.name, field.name],
              cellClass === undefined ? 'nothing' : cellClassNames[cellClass],
              cellClass === undefined ? '' : formatPercent(probabilities?.[cellClass] ?? 0),
            ];
          }),
        ]),
      );
  } finally {
    db.close();
  }
}
