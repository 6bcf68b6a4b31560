import { logChoose } from './logChoose.ts';

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
  const low = successes === 0 ? 0 : bisect(isTailBelow(successes, trials, tail));
  const high = successes === trials ? 1 : 1 - bisect(isTailBelow(trials - successes, trials, tail));
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

/** Whether P(X >= k) for X ~ Binomial(n, p) is below `tail`, as a function of p. Terms are summed on the side of k
 *  that the mean does not lie on, where they only fall: some standard deviations of them, not all n.
 *  @param k 1..n */
function isTailBelow(k: number, n: number, tail: number): (p: number) => boolean {
  const logChooseUp = logChoose(n, k);
  const logChooseDown = logChooseUp + Math.log(k) - Math.log(n - k + 1);
  const logTerm = (i: number, logChosen: number, p: number) =>
    logChosen + i * Math.log(p) + (n - i) * Math.log1p(-p);
  return (p) => {
    const odds = p / (1 - p);
    if (k > n * p) {
      const first = Math.exp(logTerm(k, logChooseUp, p));
      return sumFalling(first, n - k, (step) => ((n - k - step) / (k + step + 1)) * odds) < tail;
    }
    const first = Math.exp(logTerm(k - 1, logChooseDown, p));
    return 1 - sumFalling(first, k - 1, (step) => (k - 1 - step) / (n - k + 2 + step) / odds) < tail;
  };
}

/** first, first * ratioAt(0), first * ratioAt(0) * ratioAt(1), … until a term adds nothing.
 *  @param stepCount terms after the first */
function sumFalling(first: number, stepCount: number, ratioAt: (step: number) => number): number {
  let sum = first;
  let term = first;
  for (let step = 0; step < stepCount; step += 1) {
    term *= ratioAt(step);
    sum += term;
    if (term <= sum * 1e-17) break;
  }
  return sum;
}
