import { computeColourStatistics } from '../domain/colourStatistics.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { ModelCard, Preprocessing } from '../domain/modelCard.ts';
import { labelByNearest } from '../domain/nearestNeighbours.ts';
import { maskScaleBar } from './preprocess.ts';
import type { ReadImage } from './trainingBatches.ts';

type Baseline = ModelCard['baselines'][number];

/** How far colour alone goes: 3 nearest neighbours on 15 colour statistics of each field (mean, deviation
 *  and 10th, 50th, 90th percentile of each channel), scale-bar corner painted over. A network that is not
 *  well above it on unseen stains has learnt the stain, not the cells. */
export async function measureColourBaseline(
  parts: {
    readonly known: readonly LabelledImage[];
    readonly asked: readonly LabelledImage[];
    readonly protocol: string;
  },
  preprocessing: Preprocessing,
  tools: { readonly readImage: ReadImage; readonly signal?: AbortSignal },
): Promise<Baseline> {
  const featuresOf = async (items: readonly LabelledImage[]) => {
    const rows: number[][] = [];
    for (const { path } of items) {
      rows.push(
        computeColourStatistics(maskScaleBar(await tools.readImage(path, tools.signal), preprocessing)),
      );
    }
    return rows;
  };
  const knownFeatures = await featuresOf(parts.known);
  const known = parts.known.map(({ cellClass }, i) => ({
    label: cellClass,
    features: knownFeatures[i] ?? [],
  }));
  const labels = labelByNearest(known, await featuresOf(parts.asked), 3);
  const right = parts.asked.map((item, i) => item.cellClass === labels[i]);
  const benign = parts.asked.map((item) => item.cellClass === 'benign');
  const benignRight = right.filter((isRight, i) => isRight && benign[i] === true).length;
  return {
    name: '3 nearest neighbours on 15 colour statistics',
    protocol: parts.protocol,
    accuracy: right.filter(Boolean).length / Math.max(1, right.length),
    benignRecall: benignRight / Math.max(1, benign.filter(Boolean).length),
  };
}
