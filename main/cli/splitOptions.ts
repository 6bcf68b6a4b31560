import type { Command } from 'commander';
import type { SplitChoice } from '../workflows/buildDataset.ts';
import { wholeNumber } from './optionValues.ts';

export interface SplitOptions {
  readonly split?: string;
  readonly fold?: number;
  readonly column?: string;
}

/** Adds --split, --fold and --column. */
export function addSplitOptions(command: Command): Command {
  return command
    .option('--split <tsv>', 'split file with the columns file, exact_copy and fold columns')
    .option('--fold <n>', 'the fold held out for test; the next one validates', wholeNumber(0, 999))
    .option('--column <name>', 'fold column of the split file, e.g. random_fold or stain_fold');
}

/** @returns undefined when no split file is named; ends with a usage error when only part of it is given */
export function readSplitChoice(command: Command, options: SplitOptions): SplitChoice | undefined {
  const { split, fold, column } = options;
  if (split !== undefined && fold !== undefined && column !== undefined)
    return { kind: 'file', path: split, fold, column };
  if (split !== undefined || fold !== undefined || column !== undefined)
    command.error('error: --split, --fold and --column go together', { exitCode: 2 });
  return undefined;
}
