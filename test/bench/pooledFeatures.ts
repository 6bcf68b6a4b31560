import type { RgbRaster } from '../../main/domain/raster.ts';
import { loadClassifier } from '../../main/network/classifier.ts';
import { cutWindow, maskScaleBar, windowOfField } from '../../main/network/preprocess.ts';
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
  const classifier = await loadClassifier(modelFolder);
  const { preprocessing } = classifier;
  const { inputPx } = preprocessing;
  const features: Float32Array[] = [];
  for (let from = 0; from < paths.length; from += batchSize) {
    const batch = paths.slice(from, from + batchSize);
    const images = new Uint8Array(batch.length * inputPx ** 2 * 3);
    for (const [at, path] of batch.entries()) {
      const field = maskScaleBar(stainAnew(await readImage(path), gain), preprocessing);
      const image = cutWindow(field, windowOfField(field), preprocessing);
      images.set(image.data, at * inputPx ** 2 * 3);
    }
    const outputs = await classifier.readOutputs(images, batch.length);
    features.push(...outputs.map((output) => output.features));
  }
  classifier.dispose();
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
