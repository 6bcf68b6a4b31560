import type { Command } from 'commander';
import { addDatasetCellsCommand } from './datasetCells.ts';
import { addDatasetCheckCommand } from './datasetCheck.ts';
import { addDatasetImportCommand } from './datasetImport.ts';

/** `lab dataset …`: lists of labelled pictures, for training. */
export function addDatasetCommand(program: Command): void {
  const dataset = program
    .command('dataset')
    .summary('bring labelled pictures in, check them, list their cells')
    .description(
      'A dataset list is a file of JSON lines, one labelled field or cell each. `import` writes one of a dataset in another format, `cells` one of the cells of its fields; `check` looks for what makes figures on it false.',
    );
  addDatasetImportCommand(dataset);
  addDatasetCellsCommand(dataset);
  addDatasetCheckCommand(dataset);
}
