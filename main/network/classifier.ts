import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { intersectionOverUnion, type PixelBox } from '../domain/cell.ts';
import { type CellClass, type ClassProbabilities, cellClasses } from '../domain/cellClass.ts';
import { type Familiarity, measureDistance } from '../domain/familiarity.ts';
import type { HeatMap } from '../domain/heatMap.ts';
import type { Judgement } from '../domain/judgement.ts';
import { LabError } from '../domain/labError.ts';
import { type ModelCard, modelCardSchema, type Preprocessing } from '../domain/modelCard.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { type ClassifierNetwork, describeClassifierNetwork } from './architecture.ts';
import { foldBatchNormalisation, type Parameters } from './classifierParameters.ts';
import { readFamiliarity } from './familiarityTensors.ts';
import { createRectifiedConvolution } from './fusedConvolution.ts';
import { computeGradCam } from './gradCam.ts';
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

/** How a network's output is read. */
export interface Reading {
  readonly preprocessing: Preprocessing;
  /** the logits are divided by it; 1 as they are */
  readonly temperature: number;
  /** undefined: strangeness is not measured */
  readonly familiarity: { readonly map: Familiarity; readonly limit: number } | undefined;
}

/** What must be known of the field that a cell lies in. */
export interface CellPlace {
  /** width of a red cell in this field */
  readonly redCellDiameterPx: number;
  /** true: its lower right may hold a scale bar, which is painted over; a region of a whole slide never does */
  readonly isCameraImage: boolean;
}

/** Weights in memory, ready to run. Holds tensors: whoever creates it disposes of it. */
export interface RunningClassifier {
  readonly preprocessing: Preprocessing;
  /** What the model says of a whole field, resized as it wants. */
  classifyField(field: RgbRaster): Judgement;
  /** Classes of each cell, from a window around it brought to the scale the model was trained at.
   */
  classifyCells(field: RgbRaster, cells: readonly PixelBox[], place: CellPlace): readonly Judgement[];
  /** Where the window round a cell speaks for a class. */
  explainCell(
    field: RgbRaster,
    cell: PixelBox,
    options: CellPlace & { readonly cellClass: CellClass },
  ): { readonly window: PixelBox; readonly heat: HeatMap };
  /** Of network inputs that are already cut and normalised, one a row.
   *  @param inputs float32 [count, inputPx, inputPx, 3] */
  classifyInputs(inputs: Float32Array, count: number): readonly Judgement[];
  /** What the head of the network sees of such inputs.
   *  @returns float32 [channels], one a row */
  readFeatures(inputs: Float32Array, count: number): readonly Float32Array[];
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
    return { card, ...createClassifier(network, parameters, readingOf(card, tensors)) };
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

/** @throws LabError 'model-corrupt' when the card speaks of a measure that the weights do not hold */
function readingOf(card: ModelCard, tensors: Parameters): Reading {
  const { preprocessing, calibration, familiarity } = card;
  const temperature = calibration?.temperature ?? 1;
  if (familiarity === undefined) return { preprocessing, temperature, familiarity: undefined };
  const map = readFamiliarity(tensors);
  if (map !== undefined)
    return { preprocessing, temperature, familiarity: { map, limit: familiarity.limit } };
  throw new LabError(
    'model-corrupt',
    `The weights of ${card.name} ${card.version} lack the measure of strange cells that its card speaks of. Install it again.`,
  );
}

/** @param parameters folded, as foldBatchNormalisation gives them */
export function createClassifier(
  network: ClassifierNetwork,
  parameters: Parameters,
  reading: Reading,
): RunningClassifier {
  const { preprocessing, temperature, familiarity } = reading;
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

  const runBatch = (inputs: Float32Array, count: number) =>
    tf.tidy(() => {
      const input = tf.tensor4d(inputs, [count, preprocessing.inputPx, preprocessing.inputPx, 3]) as Tensor4D;
      const { logits, features } = runFolded(tf, network, { tensorOf, convolve, input });
      const values = features.dataSync() as Float32Array;
      return {
        probabilities: tf.softmax(tf.div(logits, temperature)).dataSync() as Float32Array,
        features: Array.from({ length: count }, (_, i) =>
          values.slice(i * network.head.inputChannels, (i + 1) * network.head.inputChannels),
        ),
      };
    });

  function* runBatches(inputs: Float32Array, count: number) {
    for (let first = 0; first < count; first += batchSize) {
      const size = Math.min(batchSize, count - first);
      yield runBatch(inputs.subarray(first * inputLength, (first + size) * inputLength), size);
    }
  }

  const classifyInputs = (inputs: Float32Array, count: number): Judgement[] =>
    [...runBatches(inputs, count)].flatMap(({ probabilities, features }) =>
      features.map((row, i) => ({
        probabilities: toProbabilities(probabilities, i * cellClasses.length),
        strangeness:
          familiarity === undefined ? undefined : measureDistance(row, familiarity.map) / familiarity.limit,
      })),
    );

  return {
    preprocessing,
    classifyInputs,
    readFeatures: (inputs, count) => [...runBatches(inputs, count)].flatMap(({ features }) => features),
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
    classifyCells: (field, cells, place) => {
      const result: Judgement[] = [];
      for (let first = 0; first < cells.length; first += batchSize) {
        const part = cells.slice(first, first + batchSize);
        result.push(...classifyInputs(cutCells(field, part, place, preprocessing), part.length));
      }
      return result;
    },
    explainCell: (field, cell, { cellClass, ...place }) => {
      const window = windowOfCell(cell, place.redCellDiameterPx, preprocessing);
      const inputs = cutCells(field, [cell], place, preprocessing);
      const input = tf.tensor4d(inputs, [1, preprocessing.inputPx, preprocessing.inputPx, 3]) as Tensor4D;
      const classes = [cellClasses.indexOf(cellClass)];
      const heat = only(computeGradCam(tf, network, { tensorOf, convolve, input, classes }));
      input.dispose();
      return { window, heat };
    },
    dispose: () => tf.dispose([...tensors.values()]),
  };
}

/** The windows round cells as network input. A cell that lies on a scale bar's corner is shown with it. */
function cutCells(
  field: RgbRaster,
  cells: readonly PixelBox[],
  { redCellDiameterPx, isCameraImage }: CellPlace,
  preprocessing: Preprocessing,
): Float32Array {
  const masked = isCameraImage ? maskScaleBar(field, preprocessing) : field;
  const bar = scaleBarBox(field, preprocessing);
  const inputLength = preprocessing.inputPx ** 2 * 3;
  const inputs = new Float32Array(cells.length * inputLength);
  for (const [i, cell] of cells.entries()) {
    const source = intersectionOverUnion(cell, bar) > 0 ? field : masked;
    const window = windowOfCell(cell, redCellDiameterPx, preprocessing);
    writeNormalised(cutWindow(source, window, preprocessing), preprocessing, inputs, i * inputLength);
  }
  return inputs;
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
