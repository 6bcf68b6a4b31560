/** An interval of a fraction, both ends 0..1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Exact two-sided binomial interval (Clopper & Pearson 1934, Biometrika 26:404), by bisection on the
 *  binomial tail, to 1e-10.
 *  @param successes 0..trials
 *  @param confidence 0..1, 0.95 unless told
 *  @returns 0..1 when trials is 0: nothing is known */
export function clopperPearson(successes: number, trials: number, confidence = 0.95): Interval {
  if (!Number.isInteger(successes) || !Number.isInteger(trials) || successes < 0 || successes > trials) {
    throw new RangeError(`Clopper-Pearson needs 0 <= successes <= trials, got ${successes} of ${trials}`);
  }
  if (trials === 0) return { low: 0, high: 1 };
  const tail = (1 - confidence) / 2;
  const low = successes === 0 ? 0 : bisect((p) => upperTail(successes, trials, p) < tail);
  const high = successes === trials ? 1 : bisect((p) => 1 - upperTail(successes + 1, trials, p) > tail);
  return { low, high };
}

/** The p in 0..1 where `isBelow` turns from true to false. */
function bisect(isBelow: (p: number) => boolean): number {
  let low = 0;
  let high = 1;
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X >= k) for X ~ Binomial(n, p), summed in logarithms from the term nearest the mode outwards. */
function upperTail(k: number, n: number, p: number): number {
  if (p <= 0) return k <= 0 ? 1 : 0;
  if (p >= 1) return 1;
  let sum = 0;
  let logTerm = logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p);
  const logOdds = Math.log(p) - Math.log1p(-p);
  for (let i = k; i <= n; i += 1) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(n - i) - Math.log(i + 1) + logOdds;
    if (i > n * p && logTerm < -60) break;
  }
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  const m = Math.min(k, n - k);
  for (let i = 1; i <= m; i += 1) sum += Math.log(n - m + i) - Math.log(i);
  return sum;
}
