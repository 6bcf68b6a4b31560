import type { CellMaps } from '../domain/cellMaps.ts';
import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { type DetectorCard, readDetectorCard } from './detectorCard.ts';
import { applyDetector, createDetectorWeights } from './detectorNetwork.ts';
import { detectorRedCellPx, detectorStridePx, paddedPx } from './detectorSpec.ts';
import { loadTensorFlow } from './tensorflow.ts';
import { loadWeights, type NamedTensor } from './weights.ts';

/** A detector network in memory; fits detection's CellFinder. Whoever made it disposes it. */
export interface DetectorNetwork {
  readonly redCellPx: number;
  readonly scoreThreshold: number;
  /** @param image at the network's scale; any size of at least one pixel */
  findCells(image: RgbRaster): Promise<CellMaps>;
  dispose(): void;
}

/** The detector of a model folder in TensorFlow.
 *  @throws LabError 'model-unknown' | 'model-corrupt' (missing, changed or foreign files) | 'runtime-missing' */
export async function loadCellFinder(
  folder: string,
): Promise<DetectorNetwork & { readonly card: DetectorCard }> {
  const { card, weights } = await loadDetectorWeights(folder);
  return { ...createCellFinder(weights, card.scoreThreshold), card };
}

/** Card and weights of a model folder, weights in the order of `createDetectorWeights`.
 *  @throws LabError 'model-unknown' | 'model-corrupt' */
export async function loadDetectorWeights(
  folder: string,
): Promise<{ readonly card: DetectorCard; readonly weights: readonly NamedTensor[] }> {
  const card = await readDetectorCard(folder);
  const { tensors } = await loadWeights(folder, card.weights.sha256);
  const weights = createDetectorWeights(0).map(({ name, shape }) => {
    const tensor = tensors.get(name);
    if (
      tensor === undefined ||
      tensor.shape.join() !== shape.join() ||
      card.redCellPx !== detectorRedCellPx
    ) {
      throw new LabError(
        'model-corrupt',
        `The detector in ${folder} was made by another version of this program: ${name} does not fit. Install it again.`,
        { folder },
      );
    }
    return tensor;
  });
  return { card, weights };
}

/** A detector from weights in memory, in the order of `createDetectorWeights`, in TensorFlow, which has the thread until it is
 *  done. */
export function createCellFinder(weights: readonly NamedTensor[], scoreThreshold: number): DetectorNetwork {
  const tf = loadTensorFlow();
  const tensors = weights.map((one) => tf.tensor(one.values, [...one.shape], 'float32'));
  return {
    redCellPx: detectorRedCellPx,
    scoreThreshold,
    findCells: async (image) => {
      const widthPx = paddedPx(image.widthPx);
      const heightPx = paddedPx(image.heightPx);
      // the tensor leaves tidy, not its values: tidy would search a million numbers for tensors
      const raw = tf.tidy(() => {
        const input = tf.tensor4d(toInput(image, { widthPx, heightPx }), [1, heightPx, widthPx, 3]);
        return applyDetector(tf, input, tensors);
      });
      const outputs = raw.dataSync<'float32'>();
      raw.dispose();
      return { ...placeMaps(image), outputs };
    },
    dispose: () => {
      tf.dispose(tensors);
    },
  };
}

/** Each byte as the network is shown it: -1..1. */
const shownLevels = Float32Array.from({ length: 256 }, (_, level) => level / 127.5 - 1);

/** Bytes to -1..1, 0 beyond the image, as in training. */
function toInput(
  image: RgbRaster,
  size: { readonly widthPx: number; readonly heightPx: number },
): Float32Array {
  const input = new Float32Array(size.widthPx * size.heightPx * 3);
  const rowLength = image.widthPx * 3;
  for (let y = 0; y < image.heightPx; y += 1) {
    const from = y * rowLength;
    const to = y * size.widthPx * 3;
    for (let i = 0; i < rowLength; i += 1)
      input[to + i] = shownLevels[image.data[from + i] as number] as number;
  }
  return input;
}

/** Where the maps of an image lie in the network's outputs, which are of the padded image. */
export function placeMaps(image: RgbRaster): Omit<CellMaps, 'outputs'> {
  return {
    widthCells: Math.ceil(image.widthPx / detectorStridePx),
    heightCells: Math.ceil(image.heightPx / detectorStridePx),
    stridePx: detectorStridePx,
    rowCells: paddedPx(image.widthPx) / detectorStridePx,
  };
}
