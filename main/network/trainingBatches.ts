import { cellClasses } from '../domain/cellClass.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { Preprocessing } from '../domain/modelCard.ts';
import { createRandom, type Random, shuffled } from '../domain/randomNumbers.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { augmentImage, augmentWindow } from './augment.ts';
import { cutWindow, maskScaleBar, windowOfField, writeNormalised } from './preprocess.ts';

/** Decodes an image file; the network never opens files of its own accord. */
export type ReadImage = (path: string, signal?: AbortSignal) => Promise<RgbRaster>;

export interface Batch {
  readonly count: number;
  /** float32 [count, inputPx, inputPx, 3], preprocessed */
  readonly inputs: Float32Array;
  /** int32 [count], index into `cellClasses` */
  readonly labels: Int32Array;
}

export interface BatchOptions {
  readonly preprocessing: Preprocessing;
  readonly batchSize: number;
  readonly readImage: ReadImage;
  readonly signal?: AbortSignal;
  /** shuffles and augments when given; the same number gives the same batches */
  readonly augmentSeed?: number;
}

/** Streams images from disk as batches: the next batch is read while the caller works on this one, so two
 *  batches of decoded fields are held at most. */
export async function* streamBatches(
  items: readonly LabelledImage[],
  options: BatchOptions,
): AsyncGenerator<Batch> {
  const { augmentSeed, batchSize } = options;
  const random = augmentSeed === undefined ? undefined : createRandom(augmentSeed);
  const ordered = random === undefined ? items : shuffled(items, random);
  const read = (first: number) => {
    const part = ordered.slice(first, first + batchSize);
    const fields = Promise.all(part.map((item) => options.readImage(item.path, options.signal)));
    fields.catch(() => undefined); // awaited by the next turn, which throws
    return { part, fields };
  };
  let next = ordered.length > 0 ? read(0) : undefined;
  for (let first = 0; next !== undefined; first += batchSize) {
    const { part, fields } = next;
    const decoded = await fields;
    next = first + batchSize < ordered.length ? read(first + batchSize) : undefined;
    yield buildBatch(part, decoded, { preprocessing: options.preprocessing, random });
  }
}

function buildBatch(
  items: readonly LabelledImage[],
  fields: readonly RgbRaster[],
  { preprocessing, random }: { readonly preprocessing: Preprocessing; readonly random: Random | undefined },
): Batch {
  const inputLength = preprocessing.inputPx ** 2 * 3;
  const inputs = new Float32Array(items.length * inputLength);
  for (const [i, field] of fields.entries()) {
    const masked = maskScaleBar(field, preprocessing);
    const window = windowOfField(field);
    const image =
      random === undefined
        ? cutWindow(masked, window, preprocessing)
        : augmentImage(cutWindow(masked, augmentWindow(window, random), preprocessing), random);
    writeNormalised(image, preprocessing, inputs, i * inputLength);
  }
  const labels = Int32Array.from(items, (item) => cellClasses.indexOf(item.cellClass));
  return { count: items.length, inputs, labels };
}
