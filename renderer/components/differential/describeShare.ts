import type { Interval } from '../../../main/domain/clopperPearson.ts';

/** Shares that a lab wants to exclude, and what a hint is given for: 5 % is the limit of M1 marrow, 1 % a low count. */
const askedShares = [0.05, 0.01] as const;

/** The interval of a share in words for a table: at zero only its end tells something.
 *  @param percent writes a fraction */
export function intervalEnds(
  count: number,
  interval: Interval,
  percent: (fraction: number) => string,
): { readonly low: string | undefined; readonly high: string } {
  return { low: count === 0 ? undefined : percent(interval.low), high: percent(interval.high) };
}

/** The smallest share that a sample without a single blast would still allow to name but not to exclude; undefined when
 *  the sample is large enough for every share that is asked for.
 *  @param needed cells for a share, of `cellsToExclude` */
export function shareOutOfReach(countedCount: number, needed: (share: number) => number): number | undefined {
  return askedShares.find((share) => countedCount < needed(share));
}
