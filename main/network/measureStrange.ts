import { isStrange } from '../domain/judgement.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { ModelCard } from '../domain/modelCard.ts';
import { createRandom, shuffled } from '../domain/randomNumbers.ts';
import { judgeOutput, type Reading, type RunningClassifier } from './runningClassifier.ts';
import { strangeKinds } from './strangeImages.ts';
import { streamBatches } from './trainingBatches.ts';
import type { TrainingTools } from './trainingTools.ts';

/** Images of each kind: a share is known to a few in a hundred. */
const imageCount = 200;

/** How many of some images a model leaves unidentified once they are made strange in the ways of `strangeKinds`.
 *  @param items held out; 200 are drawn of more */
export async function measureStrange(
  classifier: RunningClassifier,
  items: readonly LabelledImage[],
  given: { readonly reading: Pick<Reading, 'temperature' | 'familiarity'> } & Pick<
    TrainingTools,
    'readImage' | 'signal'
  >,
): Promise<NonNullable<ModelCard['familiarity']>['sets']> {
  const { reading, ...tools } = given;
  const { preprocessing } = classifier;
  const { inputPx, windowRedCells } = preprocessing;
  const drawn = shuffled(items, createRandom(1)).slice(0, imageCount);
  const strangeCounts = strangeKinds.map(() => 0);
  let seed = 0;
  for await (const { images, count } of streamBatches(drawn, { preprocessing, batchSize: 32, ...tools })) {
    const rasters = Array.from({ length: count }, (_, i) => ({
      ...{ widthPx: inputPx, heightPx: inputPx },
      data: images.subarray((i * images.length) / count, ((i + 1) * images.length) / count),
    }));
    for (const [at, { change }] of strangeKinds.entries()) {
      const changed = new Uint8Array(images.length);
      for (const [i, raster] of rasters.entries()) {
        seed += 1;
        changed.set(
          change(raster, { redCellPx: inputPx / windowRedCells, seed }).data,
          i * raster.data.length,
        );
      }
      const outputs = await classifier.readOutputs(changed, count);
      const strange = outputs.filter((output) => isStrange(judgeOutput(output, reading)));
      strangeCounts[at] = (strangeCounts[at] ?? 0) + strange.length;
    }
  }
  return strangeKinds.map(({ name }, at) => ({
    name,
    count: drawn.length,
    unidentifiedShare: (strangeCounts[at] ?? 0) / Math.max(1, drawn.length),
  }));
}
