import { type ClassProbabilities, cellClasses, forEachClass } from './cellClass.ts';
import type { ScoredItem } from './computeFigures.ts';

const leastProbability = 1e-9;
const [coldest, hottest] = [0.2, 10] as const;

/** How logits become probabilities: softmax(logits / temperature + shifts), bias-corrected temperature scaling
 *  (Alexandari, Kundaje & Shrikumar 2020, arXiv 1901.06852; with shifts of 0 Guo et al. 2017, arXiv 1706.04599). */
export interface Calibration {
  /** above 1 makes them less sure */
  readonly temperature: number;
  /** of each class, order of `cellClasses`, in natural logarithms of odds */
  readonly shifts: readonly number[];
}

const uncalibrated: Calibration = { temperature: 1, shifts: cellClasses.map(() => 0) };

/** The probabilities that a network would have given with another calibration, which needs no logits because they are
 *  known from the probabilities up to a constant.
 *  @param probabilities as of temperature 1 without shifts */
export function applyCalibration(
  probabilities: ClassProbabilities,
  calibration: Calibration,
): ClassProbabilities {
  const row = softmax(scoresOf(logsOf(probabilities), calibration));
  return forEachClass((_, i) => row[i] ?? 0);
}

/** A held-out item, and how much it counts: cells of one picture share what makes them hard, and count as one together. */
export interface WeighedItem extends ScoredItem {
  readonly weight: number;
}

/** The calibration with which held-out items are least surprising: least negative log-likelihood with a standard normal
 *  prior on each shift, so that few items move a class little. The temperature lies between 0.2 and 10, found by golden
 *  section over its logarithm to a thousandth, the shifts that go with each by Newton's steps a class at a time.
 *  Without shifts a network names a class too often that stood for what it could not tell in training, where pictures are
 *  changed more than they ever are.
 *  @param items as of temperature 1 without shifts; with none the calibration changes nothing */
export function fitCalibration(items: readonly WeighedItem[]): Calibration {
  if (items.length === 0) return uncalibrated;
  const rows = items.map(({ cellClass, probabilities, weight }) => ({
    weight,
    truth: cellClasses.indexOf(cellClass),
    logs: logsOf(probabilities),
  }));
  const fitAt = (logTemperature: number) => fitShifts(rows, Math.exp(logTemperature));
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(coldest), Math.log(hottest)];
  let [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [lossLeft, lossRight] = [fitAt(left).loss, fitAt(right).loss];
  while (high - low > 1e-3) {
    if (lossLeft < lossRight) {
      [high, right, lossRight] = [right, left, lossLeft];
      left = high - ratio * (high - low);
      lossLeft = fitAt(left).loss;
    } else {
      [low, left, lossLeft] = [left, right, lossRight];
      right = low + ratio * (high - low);
      lossRight = fitAt(right).loss;
    }
  }
  const temperature = Number(Math.exp((low + high) / 2).toFixed(3));
  const { shifts } = fitShifts(rows, temperature);
  return { temperature, shifts: shifts.map((shift) => Number(shift.toFixed(3))) };
}

interface LoggedItem {
  readonly weight: number;
  /** index into `cellClasses` */
  readonly truth: number;
  /** natural logarithm of each probability */
  readonly logs: readonly number[];
}

/** The likeliest shifts at a temperature, and the loss with them: summed surprise and prior. Strictly convex, as the
 *  prior is: a class at a time arrives at the one minimum. */
function fitShifts(rows: readonly LoggedItem[], temperature: number) {
  const shifts = cellClasses.map(() => 0);
  const probabilitiesOf = ({ logs }: LoggedItem) => softmax(scoresOf(logs, { temperature, shifts }));
  for (let sweep = 0, greatest = 1; greatest > 1e-4 && sweep < 100; sweep += 1) {
    greatest = 0;
    for (const number of shifts.keys()) {
      let slope = shifts[number] ?? 0;
      let curvature = 1;
      for (const row of rows) {
        const probability = probabilitiesOf(row)[number] ?? 0;
        slope += row.weight * (probability - (row.truth === number ? 1 : 0));
        curvature += row.weight * probability * (1 - probability);
      }
      // far from the minimum the curvature may be small and a whole step too long
      const step = Math.max(-0.5, Math.min(0.5, slope / curvature));
      shifts[number] = (shifts[number] ?? 0) - step;
      greatest = Math.max(greatest, Math.abs(step));
    }
    // what all classes share changes no probability, and the prior wants none of it
    const mean = shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length;
    for (const [number, shift] of shifts.entries()) shifts[number] = shift - mean;
  }
  const surprise = rows.reduce(
    (sum, row) =>
      sum - row.weight * Math.log(Math.max(leastProbability, probabilitiesOf(row)[row.truth] ?? 0)),
    0,
  );
  return { shifts, loss: surprise + shifts.reduce((sum, shift) => sum + shift ** 2 / 2, 0) };
}

function logsOf(probabilities: ClassProbabilities): readonly number[] {
  return cellClasses.map((cellClass) => Math.log(Math.max(leastProbability, probabilities[cellClass])));
}

function scoresOf(logs: readonly number[], { temperature, shifts }: Calibration): readonly number[] {
  return logs.map((log, i) => log / temperature + (shifts[i] ?? 0));
}

function softmax(scores: readonly number[]): readonly number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
