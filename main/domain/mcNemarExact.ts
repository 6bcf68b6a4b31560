import { logChoose } from './logChoose.ts';

/** McNemar's exact test of two classifiers on the same items: two-sided p of the items that only one of them had right
 *  being split so unevenly by chance, each as likely as the other (McNemar 1947, Psychometrika 12:153; the exact form is
 *  the sign test of Dixon & Mood 1946). Items that both had right or both wrong say nothing.
 *  @param onlyFirst items that only the first had right
 *  @param onlySecond items that only the second had right
 *  @returns 0..1; 1 when they never differ */
export function mcNemarExact(onlyFirst: number, onlySecond: number): number {
  if (!isCount(onlyFirst) || !isCount(onlySecond))
    throw new RangeError(`McNemar needs two numbers of items, got ${onlyFirst} and ${onlySecond}`);
  const n = onlyFirst + onlySecond;
  const k = Math.min(onlyFirst, onlySecond);
  // P(X <= k) of Binomial(n, 1/2), from the term of k downwards: below the middle they only fall
  let term = Math.exp(logChoose(n, k) - n * Math.LN2);
  let tail = term;
  for (let i = k; i > 0; i -= 1) {
    term *= i / (n - i + 1);
    tail += term;
  }
  return Math.min(1, 2 * tail);
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}
