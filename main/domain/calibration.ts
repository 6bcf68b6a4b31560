import { type ClassProbabilities, cellClasses, forEachClass } from './cellClass.ts';
import type { ScoredItem } from './computeFigures.ts';

const leastProbability = 1e-9;
const [coldest, hottest] = [0.2, 10] as const;

/** The probabilities that a network would have given at another temperature: softmax(logits / temperature), which
 *  needs no logits because they are known from the probabilities up to a constant (Guo et al. 2017, arXiv 1706.04599).
 *  @param temperature above 1 makes them less sure; the likeliest class stays the same */
export function applyTemperature(probabilities: ClassProbabilities, temperature: number): ClassProbabilities {
  if (temperature === 1) return probabilities;
  const powers = cellClasses.map(
    (cellClass) => Math.max(leastProbability, probabilities[cellClass]) ** (1 / temperature),
  );
  const sum = powers.reduce((total, power) => total + power, 0);
  return forEachClass((_, i) => (powers[i] ?? 0) / sum);
}

/** The temperature at which held-out items are least surprising: least mean negative log-likelihood, searched between
 *  0.2 and 10 by golden section over its logarithm, to a thousandth.
 *  @param items scored at temperature 1; with none the temperature is 1 */
export function fitTemperature(items: readonly ScoredItem[]): number {
  if (items.length === 0) return 1;
  const lossAt = (logTemperature: number) => meanSurprise(items, Math.exp(logTemperature));
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(coldest), Math.log(hottest)];
  while (high - low > 1e-3) {
    const left = high - ratio * (high - low);
    const right = low + ratio * (high - low);
    if (lossAt(left) < lossAt(right)) high = right;
    else low = left;
  }
  return Number(Math.exp((low + high) / 2).toFixed(3));
}

function meanSurprise(items: readonly ScoredItem[], temperature: number): number {
  const sum = items.reduce((total, { cellClass, probabilities }) => {
    const probability = applyTemperature(probabilities, temperature)[cellClass];
    return total - Math.log(Math.max(leastProbability, probability));
  }, 0);
  return sum / items.length;
}
