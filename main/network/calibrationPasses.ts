import type { ScoredItem } from '../domain/computeFigures.ts';
import { LabError } from '../domain/labError.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { Preprocessing } from '../domain/modelCard.ts';
import type { ChannelLimits } from './equaliseChannels.ts';
import type { ActivationMeter } from './measureActivations.ts';
import { createPatchMeter, type PatchStatistics } from './patchStatistics.ts';
import { normaliseImages } from './preprocess.ts';
import type { RunningClassifier } from './runningClassifier.ts';
import { scoreImages } from './scoreImages.ts';
import { type Batch, type ReadImage, streamBatches } from './trainingBatches.ts';

const batchSize = 32;

/** One of the passes that images make for an eight-bit copy. */
export interface Pass {
  readonly preprocessing: Preprocessing;
  readonly tools: { readonly readImage: ReadImage; readonly signal: AbortSignal };
  /** called with how many of this pass are done */
  readonly show: (count: number) => void;
}

/** What images make of a network's activations, and what they look like themselves. Disposes of the meter.
 *  @throws LabError 'cancelled', and those of readImage */
export async function measureRanges(
  meter: ActivationMeter,
  items: readonly LabelledImage[],
  pass: Pass,
): Promise<{ readonly channels: ChannelLimits; readonly patches: PatchStatistics }> {
  const { preprocessing } = pass;
  const patches = createPatchMeter();
  try {
    await eachBatch(items, pass, async ({ images, count }) => {
      meter.add(normaliseImages(images, preprocessing), count);
      patches.add(images, count, preprocessing.inputPx);
    });
    return { channels: meter.limits(), patches: patches.statistics() };
  } finally {
    meter.dispose();
  }
}

/** The mean of each feature over some images.
 *  @returns float32 [channels]
 *  @throws LabError 'cancelled', and those of readImage */
export async function measureFeatures(
  classifier: RunningClassifier,
  items: readonly LabelledImage[],
  pass: Pass,
): Promise<Float32Array> {
  let sum = new Float64Array();
  await eachBatch(items, pass, async ({ images, count }) => {
    for (const { features } of await classifier.readOutputs(images, count)) {
      if (sum.length === 0) sum = new Float64Array(features.length);
      for (const [at, value] of features.entries()) sum[at] = (sum[at] ?? 0) + value;
    }
  });
  return Float32Array.from(sum, (value) => value / Math.max(1, items.length));
}

/** What a network says of images. @throws LabError 'cancelled', and those of readImage */
export function scoreHeldOut(
  classifier: RunningClassifier,
  items: readonly LabelledImage[],
  { tools, show }: Pass,
): Promise<readonly ScoredItem[]> {
  const { readImage, signal } = tools;
  return scoreImages(classifier, items, {
    readImage,
    signal,
    onScored: (count) => {
      refuseCancelled(signal);
      show(count);
    },
  });
}

async function eachBatch(
  items: readonly LabelledImage[],
  { preprocessing, tools, show }: Pass,
  work: (batch: Batch) => Promise<void>,
): Promise<void> {
  let done = 0;
  for await (const batch of streamBatches(items, { preprocessing, batchSize, ...tools })) {
    refuseCancelled(tools.signal);
    await work(batch);
    done += batch.count;
    show(done);
  }
}

function refuseCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new LabError('cancelled', 'The eight-bit copy was not finished.');
}
