import { cellClasses } from '../domain/cellClass.ts';
import { cutRaster } from '../domain/cutRaster.ts';
import type { LabelledCell, LabelledImage } from '../domain/labelledImage.ts';
import type { Preprocessing } from '../domain/modelCard.ts';
import { createRandom, type Random, shuffled } from '../domain/randomNumbers.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { augmentCellWindow, augmentImage, augmentWindow, drawNarrowField } from './augment.ts';
import { cutWindow, maskScaleBar, windowOfCell, windowOfField } from './preprocess.ts';

/** Share of the cells that are shown as a camera with a narrow field would have shown them. */
const narrowShare = 0.3;

/** Decodes an image file; the network never opens files of its own accord. */
export type ReadImage = (path: string, signal?: AbortSignal) => Promise<RgbRaster>;

export interface Batch {
  readonly count: number;
  /** uint8 [count, inputPx, inputPx, 3], RGB, cut and, for training, changed at random */
  readonly images: Uint8Array;
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
  const imageLength = preprocessing.inputPx ** 2 * 3;
  const images = new Uint8Array(items.length * imageLength);
  const windows: RgbRaster[] = [];
  for (const [i, field] of fields.entries()) {
    windows.push(cutItem(field, items[i]?.cell, { preprocessing, random }));
  }
  for (const [i, window] of windows.entries()) {
    const shown =
      random === undefined ? window : augmentImage(window, drawOne(windows, random) ?? window, random);
    images.set(shown.data, i * imageLength);
  }
  const labels = Int32Array.from(items, (item) => cellClasses.indexOf(item.cellClass));
  return { count: items.length, images, labels };
}

function drawOne<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

/** What the network is shown of an item: the window round its cell, or its whole field. */
function cutItem(
  field: RgbRaster,
  cell: LabelledCell | undefined,
  { preprocessing, random }: { readonly preprocessing: Preprocessing; readonly random: Random | undefined },
): RgbRaster {
  const masked = maskScaleBar(field, preprocessing);
  if (cell === undefined) {
    const window = windowOfField(field);
    return cutWindow(masked, random === undefined ? window : augmentWindow(window, random), preprocessing);
  }
  const window = windowOfCell(cell, cell.redCellDiameterPx, preprocessing);
  if (random === undefined) return cutWindow(masked, window, preprocessing);
  const shown = augmentCellWindow(window, random);
  if (random() >= narrowShare) return cutWindow(masked, shown, preprocessing);
  const narrow = drawNarrowField(masked, cell, { windowPx: window.widthPx, random });
  const moved = { ...shown, xPx: shown.xPx - narrow.xPx, yPx: shown.yPx - narrow.yPx };
  return cutWindow(cutRaster(masked, narrow), moved, preprocessing);
}
