/** Cells that have to be counted without a single blast before a share of them can be excluded: the least n whose exact
 *  95 % interval of 0 of n ends at the share or below. 0 of n ends where (1 - p)^n = 0.025 (Clopper & Pearson 1934).
 *  @param fraction 0..1, neither end
 *  @throws RangeError outside */
export function cellsToExclude(fraction: number): number {
  if (!(fraction > 0 && fraction < 1))
    throw new RangeError(`A share between 0 and 1 can be excluded, got ${fraction}`);
  // the logarithm's last digit must not ask for one cell more than the interval does
  return Math.ceil(Math.log(0.025) / Math.log1p(-fraction) - 1e-9);
}
