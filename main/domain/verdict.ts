import { type CellClass, cellClasses, type Verdict } from './cellClass.ts';

/** All that a person may say of a cell, in the order of keys and columns: the network's classes first. A verdict's
 *  place in this list is its number in a `CellTable`. */
export const verdicts = [
  ...cellClasses,
  'unidentified',
  'not-a-white-cell',
] as const satisfies readonly Verdict[];

/** Whether a verdict is a class that counts in the differential. */
export function isCountedVerdict(verdict: Verdict): verdict is CellClass {
  return verdict !== 'unidentified' && verdict !== 'not-a-white-cell';
}
