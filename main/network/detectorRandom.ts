import { createRandom, normalNumber } from '../domain/randomNumbers.ts';

/** A repeatable source of random numbers for composing training samples. */
export interface RandomSource {
  /** uniform in low..high */
  uniform(low: number, high: number): number;
  /** uniform in the logarithm, both ends above 0 */
  logUniform(low: number, high: number): number;
  /** normal, mean 0, standard deviation 1 */
  normal(): number;
  /** true with the given probability */
  chance(probability: number): boolean;
  /** whole number 0..count-1 */
  index(count: number): number;
}

/** The draws that augmentation needs, reproducible by seed. */
export function createRandomSource(seed: number): RandomSource {
  const next = createRandom(seed);
  const uniform = (low: number, high: number) => low + (high - low) * next();
  return {
    uniform,
    logUniform: (low, high) => Math.exp(uniform(Math.log(low), Math.log(high))),
    normal: () => normalNumber(next),
    chance: (probability) => next() < probability,
    index: (count) => Math.floor(next() * count),
  };
}
