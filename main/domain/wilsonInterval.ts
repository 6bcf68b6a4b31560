import type { Interval } from './clopperPearson.ts';

/** Standard normal quantile of 0.975: a two-sided 95 %. */
const z = 1.959963984540054;

/** Two-sided 95 % score interval of a fraction (Wilson 1927, JASA 22:209), without continuity correction. It stays
 *  inside 0..1 and covers well for the few items and the high fractions of a control set (Newcombe 1998, Stat Med 17:857,
 *  method 3).
 *  @param successes 0..trials
 *  @returns 0..1 when trials is 0: nothing is known */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (!Number.isInteger(successes) || !Number.isInteger(trials) || successes < 0 || successes > trials)
    throw new RangeError(`Wilson needs 0 <= successes <= trials, got ${successes} of ${trials}`);
  if (trials === 0) return { low: 0, high: 1 };
  const fraction = successes / trials;
  const middle = 2 * trials * fraction + z * z;
  const half = z * Math.sqrt(z * z + 4 * trials * fraction * (1 - fraction));
  const whole = 2 * (trials + z * z);
  // at both ends the terms cancel: rounding must not lead out of 0..1, nor past the fraction
  return {
    low: successes === 0 ? 0 : Math.max(0, (middle - half) / whole),
    high: successes === trials ? 1 : Math.min(1, (middle + half) / whole),
  };
}
