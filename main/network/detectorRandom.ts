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

/** Mulberry32 (Tommy Ettinger, public domain) with the draws that augmentation needs. */
export function createRandomSource(seed: number): RandomSource {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const uniform = (low: number, high: number) => low + (high - low) * next();
  return {
    uniform,
    logUniform: (low, high) => Math.exp(uniform(Math.log(low), Math.log(high))),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    chance: (probability) => next() < probability,
    index: (count) => Math.floor(next() * count),
  };
}
