import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { type DetectedCell, intersectionOverUnion } from '../domain/cell.ts';
import { type ClassProbabilities, cellClasses } from '../domain/cellClass.ts';
import type { EngineName } from '../domain/engine.ts';
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
import { describeTensorFlow, loadTensorFlow } from './tensorflow.ts';
import { loadWeights } from './weights.ts';

/** Images that go through the network at once: bounds memory and keeps two cores busy. */
const batchSize = 32;

/** Weights in memory, ready to run. Holds tensors or a session: whoever creates it disposes of it. */
export interface RunningClassifier {
  readonly preprocessing: Preprocessing;
  /** what computes the probabilities */
  readonly engine: EngineName;
  /** Classes of a whole field, resized as the model wants. */
  classifyField(field: RgbRaster): Promise<ClassProbabilities>;
  /** Classes of each cell, from a window around it brought to the scale the model was trained at.
   *  @param options.redCellDiameterPx width of a red cell in this field
   *  @param options.isCameraImage true: its lower right may hold a scale bar, which is painted over; a region of
   *  a whole slide never does */
  classifyCells(
    field: RgbRaster,
    cells: readonly DetectedCell[],
    options: { readonly redCellDiameterPx: number; readonly isCameraImage: boolean },
  ): Promise<readonly ClassProbabilities[]>;
  /** Probabilities of network inputs that are already cut and normalised.
   *  @param inputs float32 [count, inputPx, inputPx, 3]
   *  @returns one a row, order of `cellClasses` */
  classifyInputs(inputs: Float32Array, count: number): Promise<readonly ClassProbabilities[]>;
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
  let parameters: Parameters;
  try {
    parameters = foldBatchNormalisation(network, tensors);
  } catch (cause) {
    throw new LabError(
      'model-shape-mismatch',
      `The weights of ${basename(modelFolder)} are not those of its network. Install it again.`,
      {},
      { cause },
    );
  }
  return { card, ...createClassifier(network, parameters, card.preprocessing) };
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

/** The classifier in float32, the reference.
 *  @param parameters folded, as foldBatchNormalisation gives them */
export function createClassifier(
  network: ClassifierNetwork,
  parameters: Parameters,
  preprocessing: Preprocessing,
): RunningClassifier {
  const tf = loadTensorFlow();
  const convolve = createRectifiedConvolution(tf);
  const tensors = new Map<string, Tensor>();
  for (const [name, { values, shape }] of parameters) tensors.set(name, tf.tensor(values, [...shape]));
  const tensorOf = (name: string): Tensor => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`No tensor ${name}`);
    return tensor;
  };

  return createRunningClassifier(preprocessing, {
    engine: describeTensorFlow(tf).engine,
    batchSize,
    runLogits: (inputs, count) =>
      tf.tidy(() => {
        const input = tf.tensor4d(inputs, [count, preprocessing.inputPx, preprocessing.inputPx, 3]);
        return runFolded(tf, network, { tensorOf, convolve, input }).dataSync() as Float32Array;
      }),
    dispose: () => tf.dispose([...tensors.values()]),
  });
}

/** The network behind a classifier. */
export interface ClassifierEngine {
  readonly engine: EngineName;
  /** images that it takes at once */
  readonly batchSize: number;
  /** @param inputs float32 [count, inputPx, inputPx, 3], preprocessed
   *  @returns float32 [count, classCount] */
  runLogits(inputs: Float32Array, count: number): Float32Array | Promise<Float32Array>;
  dispose(): void;
}

/** What is the same whatever computes the network: windows, batches, and probabilities from logits. */
export function createRunningClassifier(
  preprocessing: Preprocessing,
  { engine, batchSize: engineBatch, runLogits, dispose }: ClassifierEngine,
): RunningClassifier {
  const inputLength = preprocessing.inputPx ** 2 * 3;
  const classifyInputs = async (inputs: Float32Array, count: number): Promise<ClassProbabilities[]> => {
    const result: ClassProbabilities[] = [];
    for (let first = 0; first < count; first += engineBatch) {
      const size = Math.min(engineBatch, count - first);
      const rows = await runLogits(inputs.subarray(first * inputLength, (first + size) * inputLength), size);
      for (let i = 0; i < size; i += 1) result.push(toProbabilities(rows, i * cellClasses.length));
    }
    return result;
  };

  return {
    preprocessing,
    engine,
    classifyInputs,
    classifyField: async (field) => {
      const input = new Float32Array(inputLength);
      writeNormalised(
        cutWindow(maskScaleBar(field, preprocessing), windowOfField(field), preprocessing),
        preprocessing,
        input,
        0,
      );
      return only(await classifyInputs(input, 1));
    },
    classifyCells: async (field, cells, { redCellDiameterPx, isCameraImage }) => {
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
        result.push(...(await classifyInputs(inputs, part.length)));
      }
      return result;
    },
    dispose,
  };
}

/** Softmax of one row of logits. */
function toProbabilities(rows: Float32Array, offset: number): ClassProbabilities {
  const logits = rows.subarray(offset, offset + cellClasses.length);
  const most = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  const entries = cellClasses.map((cellClass, i) => [cellClass, (powers[i] ?? 0) / sum] as const);
  return Object.fromEntries(entries) as Record<(typeof cellClasses)[number], number>;
}

function only<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('The network gave no result');
  return item;
}
