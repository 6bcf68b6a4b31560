import type { Command } from 'commander';
import { addDatasetImportCommand } from './datasetImport.ts';

/** `lab dataset …`: lists of labelled pictures, for training. */
export function addDatasetCommand(program: Command): void {
  const dataset = program
    .command('dataset')
    .summary('bring labelled pictures in, check them, list their cells')
    .description(
      'A dataset list is a file of JSON lines, one labelled field or cell each. `import` writes one from a dataset of another program.',
    );
  addDatasetImportCommand(dataset);
}
