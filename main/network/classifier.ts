import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { type DetectedCell, intersectionOverUnion } from '../domain/cell.ts';
import { type ClassProbabilities, cellClasses } from '../domain/cellClass.ts';
import { LabError } from '../domain/labError.ts';
import { type ModelCard, modelCardSchema, type Preprocessing } from '../domain/modelCard.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { type ClassifierNetwork, describeClassifierNetwork } from './architecture.ts';
import { foldBatchNormalisation, type Parameters } from './classifierParameters.ts';
import { createRectifiedConvolution } from './fusedConvolution.ts';
import {
  cutWindow,
  maskScaleBar,
  scaleBarBox,
  windowOfCell,
  windowOfField,
  writeNormalised,
} from './preprocess.ts';
import { runFolded } from './runClassifier.ts';
import { loadTensorFlow } from './tensorflow.ts';
import { loadWeights } from './weights.ts';

/** Images that go through the network at once: bounds memory and keeps two cores busy. */
const batchSize = 32;

/** Weights in memory, ready to run. Holds tensors: whoever creates it disposes of it. */
export interface RunningClassifier {
  readonly preprocessing: Preprocessing;
  /** Classes of a whole field, resized as the model wants. */
  classifyField(field: RgbRaster): ClassProbabilities;
  /** Classes of each cell, from a window around it brought to the scale the model was trained at.
   *  @param options.redCellDiameterPx width of a red cell in this field
   *  @param options.isCameraImage true: its lower right may hold a scale bar, which is painted over; a region of
   *  a whole slide never does */
  classifyCells(
    field: RgbRaster,
    cells: readonly DetectedCell[],
    options: { readonly redCellDiameterPx: number; readonly isCameraImage: boolean },
  ): readonly ClassProbabilities[];
  /** Probabilities of network inputs that are already cut and normalised.
   *  @param inputs float32 [count, inputPx, inputPx, 3]
   *  @returns one a row, order of `cellClasses` */
  classifyInputs(inputs: Float32Array, count: number): readonly ClassProbabilities[];
  dispose(): void;
}

/** A model folder ready to run. */
export interface Classifier extends RunningClassifier {
  readonly card: ModelCard;
}

/** Reads a model folder and checks its weights against its card.
 *  @throws LabError 'model-unknown' no card there; 'model-corrupt' weights not those of the card;
 *  'model-shape-mismatch' weights of another network */
export async function loadClassifier(modelFolder: string): Promise<Classifier> {
  const card = await readModelCard(modelFolder);
  const { tensors } = await loadWeights(modelFolder, card.weights.sha256);
  const network = networkOfCard(card);
  try {
    const parameters = foldBatchNormalisation(network, tensors);
    return { card, ...createClassifier(network, parameters, card.preprocessing) };
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw new LabError(
      'model-shape-mismatch',
      `The weights of ${basename(modelFolder)} are not those of its network. Install it again.`,
      {},
      { cause },
    );
  }
}

/** @throws LabError 'model-unknown' | 'model-corrupt' */
export async function readModelCard(modelFolder: string): Promise<ModelCard> {
  const path = join(modelFolder, 'card.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new LabError(
      'model-unknown',
      `There is no model in ${modelFolder}: it has no card.json. \`lab models\` lists the models.`,
      {},
      { cause },
    );
  }
  try {
    return modelCardSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new LabError(
      'model-corrupt',
      `The card of model ${basename(modelFolder)} cannot be read. Install it again.`,
      { path },
      { cause },
    );
  }
}

export function networkOfCard(card: ModelCard): ClassifierNetwork {
  return describeClassifierNetwork({
    inputPx: card.preprocessing.inputPx,
    widthMultiplier: card.architecture.widthMultiplier,
    batchNormalisation: card.architecture.batchNormalisation,
    classCount: card.classes.length,
    dropout: 0,
  });
}

/** @param parameters folded, as foldBatchNormalisation gives them */
export function createClassifier(
  network: ClassifierNetwork,
  parameters: Parameters,
  preprocessing: Preprocessing,
): RunningClassifier {
  const tf = loadTensorFlow();
  const convolve = createRectifiedConvolution(tf);
  const inputLength = preprocessing.inputPx ** 2 * 3;
  const tensors = new Map<string, Tensor>();
  for (const [name, { values, shape }] of parameters) tensors.set(name, tf.tensor(values, [...shape]));
  const tensorOf = (name: string): Tensor => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`No tensor ${name}`);
    return tensor;
  };

  const runBatch = (inputs: Float32Array, count: number): Float32Array =>
    tf.tidy(() => {
      const input = tf.tensor4d(inputs, [count, preprocessing.inputPx, preprocessing.inputPx, 3]) as Tensor4D;
      return tf.softmax(runFolded(tf, network, { tensorOf, convolve, input })).dataSync() as Float32Array;
    });

  const classifyInputs = (inputs: Float32Array, count: number): ClassProbabilities[] => {
    const result: ClassProbabilities[] = [];
    for (let first = 0; first < count; first += batchSize) {
      const size = Math.min(batchSize, count - first);
      const rows = runBatch(inputs.subarray(first * inputLength, (first + size) * inputLength), size);
      for (let i = 0; i < size; i += 1) result.push(toProbabilities(rows, i * cellClasses.length));
    }
    return result;
  };

  return {
    preprocessing,
    classifyInputs,
    classifyField: (field) => {
      const input = new Float32Array(inputLength);
      writeNormalised(
        cutWindow(maskScaleBar(field, preprocessing), windowOfField(field), preprocessing),
        preprocessing,
        input,
        0,
      );
      return only(classifyInputs(input, 1));
    },
    classifyCells: (field, cells, { redCellDiameterPx, isCameraImage }) => {
      const masked = isCameraImage ? maskScaleBar(field, preprocessing) : field;
      const bar = scaleBarBox(field, preprocessing);
      const result: ClassProbabilities[] = [];
      for (let first = 0; first < cells.length; first += batchSize) {
        const part = cells.slice(first, first + batchSize);
        const inputs = new Float32Array(part.length * inputLength);
        for (const [i, cell] of part.entries()) {
          const source = intersectionOverUnion(cell, bar) > 0 ? field : masked;
          const image = cutWindow(
            source,
            windowOfCell(cell, redCellDiameterPx, preprocessing),
            preprocessing,
          );
          writeNormalised(image, preprocessing, inputs, i * inputLength);
        }
        result.push(...classifyInputs(inputs, part.length));
      }
      return result;
    },
    dispose: () => tf.dispose([...tensors.values()]),
  };
}

function toProbabilities(rows: Float32Array, offset: number): ClassProbabilities {
  const entries = cellClasses.map((cellClass, i) => [cellClass, rows[offset + i] ?? 0] as const);
  return Object.fromEntries(entries) as Record<(typeof cellClasses)[number], number>;
}

function only<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('The network gave no result');
  return item;
}
