import { InvalidArgumentError, Option } from 'commander';
import { engineChoices } from '../domain/engine.ts';
import { type CellGoal, cellGoals } from '../domain/scan.ts';

/* Readers of option values. A value that does not fit is a usage error (exit code 2). */

/** Reads an option that may be given several times. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** @returns a reader of whole numbers in a range */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return value;
  };
}

/** @returns a reader of numbers above 0 up to a limit */
export function positiveNumber(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value > 0 && value <= most))
      throw new InvalidArgumentError(`It must be a number above 0, at most ${most}.`);
    return value;
  };
}

/** @returns a reader of numbers from one to another */
export function numberBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= least && value <= most))
      throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
    return value;
  };
}

/** Reads at how many cells a scan stops; undefined for "all". */
export function cellGoal(text: string): CellGoal | undefined {
  const goal = cellGoals.find((one) => String(one) === text);
  if (goal === undefined && text !== 'all')
    throw new InvalidArgumentError(`It must be ${cellGoals.join(', ')} or all.`);
  return goal;
}

/** --engine, for those who want to compare. */
export function engineOption(): Option {
  return new Option(
    '--engine <engine>',
    'fp32: the reference; int8: the eight-bit copy; auto: the copy where it is good and there is no GPU',
  )
    .choices(engineChoices)
    .default('auto');
}

/** @returns a reader of text of a certain form */
export function textLike(pattern: RegExp, form: string): (text: string) => string {
  return (text) => {
    if (!pattern.test(text)) throw new InvalidArgumentError(`It must be ${form}.`);
    return text;
  };
}
