import type { LabelledImage } from '../domain/labelledImage.ts';
import type { Preprocessing } from '../domain/modelCard.ts';
import { createRandom, shuffled } from '../domain/randomNumbers.ts';
import { maskScaleBar } from './preprocess.ts';
import type { ReadImage } from './trainingBatches.ts';

/** Fields that are read to know the colours of a training set; more change the third digit. */
const sampleCount = 300;

/** Mean and standard deviation of each channel over a sample of the training fields, sRGB 0..1. */
export async function measureColours(
  items: readonly LabelledImage[],
  preprocessing: Preprocessing,
  tools: { readonly readImage: ReadImage; readonly seed: number },
): Promise<Pick<Preprocessing, 'mean' | 'standardDeviation'>> {
  const sums: [number, number, number] = [0, 0, 0];
  const squares: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (const item of shuffled(items, createRandom(tools.seed)).slice(0, sampleCount)) {
    const { data } = maskScaleBar(await tools.readImage(item.path), preprocessing);
    for (let i = 0; i < data.length; i += 3) {
      for (const channel of [0, 1, 2] as const) {
        const value = (data[i + channel] as number) / 255;
        sums[channel] += value;
        squares[channel] += value * value;
      }
    }
    count += data.length / 3;
  }
  const rounded = (value: number) => Number(value.toFixed(4));
  const mean = sums.map((sum) => rounded(sum / count)) as [number, number, number];
  const deviation = squares.map((sum, i) =>
    rounded(Math.sqrt(Math.max(1e-4, sum / count - (mean[i] ?? 0) ** 2))),
  );
  return { mean, standardDeviation: deviation as [number, number, number] };
}
