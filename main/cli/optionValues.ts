import { InvalidArgumentError } from 'commander';

/* Readers of option values. A value that does not fit is a usage error (exit code 2). */

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

/** @returns a reader of text of a certain form */
export function textLike(pattern: RegExp, form: string): (text: string) => string {
  return (text) => {
    if (!pattern.test(text)) throw new InvalidArgumentError(`It must be ${form}.`);
    return text;
  };
}
