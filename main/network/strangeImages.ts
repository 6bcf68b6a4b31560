import { createRandom } from '../domain/randomNumbers.ts';
import type { RgbRaster } from '../domain/raster.ts';

/** A way to make an image that is no cell as a laboratory shows it. */
export interface StrangeKind {
  /** as the card names it */
  readonly name: string;
  /** @param redCellPx width of a red cell in the image @param seed another one for each image */
  readonly change: (
    image: RgbRaster,
    given: { readonly redCellPx: number; readonly seed: number },
  ) => RgbRaster;
}

/** What a model should say "unidentified" of, from nearly a cell to none: how far its measure of strangeness reaches is
 *  told by the share of each. */
export const strangeKinds: readonly StrangeKind[] = [
  {
    name: 'out of focus: blurred by a third of a red cell',
    change: (image, { redCellPx }) => blur(image, redCellPx / 3),
  },
  {
    name: 'far out of focus: blurred by a whole red cell',
    change: (image, { redCellPx }) => blur(image, redCellPx),
  },
  { name: 'at a third of the light', change: (image) => eachLevel(image, (level) => level / 3) },
  { name: 'red, green and blue exchanged', change: exchangeChannels },
  { name: 'as a negative', change: (image) => eachLevel(image, (level) => 255 - level) },
  { name: 'one even colour', change: evenColour },
  { name: 'noise', change: noise },
];

/** Gaussian, edges repeated. @param deviationPx its standard deviation */
function blur(image: RgbRaster, deviationPx: number): RgbRaster {
  const reach = Math.ceil(3 * deviationPx);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * deviationPx ** 2)),
  );
  const { widthPx, heightPx, data } = image;
  const rows = blurLines(data, weights, { lines: heightPx, length: widthPx, lineStep: widthPx * 3, step: 3 });
  const both = blurLines(rows, weights, { lines: widthPx, length: heightPx, lineStep: 3, step: widthPx * 3 });
  return { ...image, data: Uint8Array.from(both, Math.round) };
}

/** @param along how lines lie in the values, three channels side by side */
function blurLines(
  values: ArrayLike<number>,
  weights: Float64Array,
  along: {
    readonly lines: number;
    readonly length: number;
    readonly lineStep: number;
    readonly step: number;
  },
): Float32Array {
  const { lines, length, lineStep, step } = along;
  const reach = (weights.length - 1) / 2;
  const whole = weights.reduce((total, weight) => total + weight, 0);
  const blurred = new Float32Array(values.length);
  for (let line = 0; line < lines; line += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const start = line * lineStep + channel;
      for (let at = 0; at < length; at += 1) {
        let sum = 0;
        for (let tap = -reach; tap <= reach; tap += 1) {
          const from = Math.min(length - 1, Math.max(0, at + tap));
          sum += (weights[tap + reach] as number) * (values[start + from * step] as number);
        }
        blurred[start + at * step] = sum / whole;
      }
    }
  }
  return blurred;
}

function eachLevel(image: RgbRaster, change: (level: number) => number): RgbRaster {
  return { ...image, data: image.data.map(change) };
}

function exchangeChannels(image: RgbRaster): RgbRaster {
  return { ...image, data: image.data.map((_, at) => image.data[at % 3 === 2 ? at - 2 : at + 1] ?? 0) };
}

/** The mean of the image. */
function evenColour(image: RgbRaster): RgbRaster {
  const sums = [0, 0, 0];
  for (const [at, level] of image.data.entries()) sums[at % 3] = (sums[at % 3] ?? 0) + level;
  const means = sums.map((sum) => (3 * sum) / image.data.length);
  return { ...image, data: image.data.map((_, at) => means[at % 3] ?? 0) };
}

function noise(image: RgbRaster, { seed }: { readonly seed: number }): RgbRaster {
  const random = createRandom(seed);
  return { ...image, data: image.data.map(() => 256 * random()) };
}
