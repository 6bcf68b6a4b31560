import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import type { RgbRaster } from '../../main/domain/raster.ts';
import { networkOfCard, readModelCard } from '../../main/network/classifier.ts';
import { foldBatchNormalisation } from '../../main/network/classifierParameters.ts';
import { createRectifiedConvolution } from '../../main/network/fusedConvolution.ts';
import { cutWindow, maskScaleBar, windowOfField, writeNormalised } from '../../main/network/preprocess.ts';
import { runFolded } from '../../main/network/runClassifier.ts';
import { loadTensorFlow } from '../../main/network/tensorflow.ts';
import { loadWeights } from '../../main/network/weights.ts';
import { readImage } from '../../main/slides/readImage.ts';

/** What another stain does to optical density: factors of red, green, blue. */
export type StainGain = readonly [number, number, number];

const batchSize = 32;

/** The pooled features of fields, that is what the head of a model sees: one row of numbers a field. */
export async function readPooledFeatures(
  modelFolder: string,
  paths: readonly string[],
  gain: StainGain,
): Promise<readonly Float32Array[]> {
  const card = await readModelCard(modelFolder);
  const network = networkOfCard(card);
  const parameters = foldBatchNormalisation(
    network,
    (await loadWeights(modelFolder, card.weights.sha256)).tensors,
  );
  const tf = loadTensorFlow();
  const tensors = new Map<string, Tensor>();
  for (const [name, { values, shape }] of parameters) tensors.set(name, tf.tensor(values, [...shape]));
  const { inputChannels } = network.head;
  const tensorOf = (name: string): Tensor => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`No tensor ${name}`);
    return tensor;
  };
  const convolve = createRectifiedConvolution(tf);
  const { preprocessing } = card;
  const { inputPx } = preprocessing;
  const features: Float32Array[] = [];
  for (let from = 0; from < paths.length; from += batchSize) {
    const batch = paths.slice(from, from + batchSize);
    const inputs = new Float32Array(batch.length * inputPx ** 2 * 3);
    for (const [at, path] of batch.entries()) {
      const field = maskScaleBar(stainAnew(await readImage(path), gain), preprocessing);
      const image = cutWindow(field, windowOfField(field), preprocessing);
      writeNormalised(image, preprocessing, inputs, at * inputPx ** 2 * 3);
    }
    const rows = tf.tidy(() => {
      const input = tf.tensor4d(inputs, [batch.length, inputPx, inputPx, 3]);
      return runFolded(tf, network, { tensorOf, convolve, input }).features.dataSync() as Float32Array;
    });
    for (let at = 0; at < batch.length; at += 1)
      features.push(rows.slice(at * inputChannels, (at + 1) * inputChannels));
  }
  tf.dispose([...tensors.values()]);
  return features;
}

/** The field as if its dyes were stronger or weaker, by Beer and Lambert's law. */
function stainAnew(field: RgbRaster, gain: StainGain): RgbRaster {
  const tables = gain.map((factor) =>
    Uint8Array.from({ length: 256 }, (_, level) =>
      Math.min(255, Math.max(0, Math.round(256 * ((level + 1) / 256) ** factor - 1))),
    ),
  );
  return { ...field, data: field.data.map((level, at) => tables[at % 3]?.[level] ?? level) };
}
