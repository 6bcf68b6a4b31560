import { cellClasses } from '../domain/cellClass.ts';
import type { ScoredItem } from '../domain/computeFigures.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { RunningClassifier } from './runningClassifier.ts';
import { type ReadImage, streamBatches } from './trainingBatches.ts';

/** Classes of labelled whole fields, in their order, read in batches of 32.
 *  @throws LabError of readImage for a file that cannot be read */
export async function scoreImages(
  classifier: RunningClassifier,
  items: readonly LabelledImage[],
  tools: {
    readonly readImage: ReadImage;
    readonly signal?: AbortSignal;
    readonly onScored?: (count: number) => void;
  },
): Promise<readonly ScoredItem[]> {
  const { preprocessing } = classifier;
  const scored: ScoredItem[] = [];
  for await (const batch of streamBatches(items, { preprocessing, batchSize: 32, ...tools })) {
    const rows = await classifier.classifyImages(batch.images, batch.count);
    for (const [i, { probabilities, strangeness }] of rows.entries()) {
      const cellClass = cellClasses[batch.labels[i] ?? -1];
      if (cellClass === undefined) throw new Error('A batch has more rows than labels');
      scored.push({ cellClass, probabilities, strangeness });
    }
    tools.onScored?.(scored.length);
  }
  return scored;
}
