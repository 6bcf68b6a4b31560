import { intersectionOverUnion, type PixelBox } from '../domain/cell.ts';
import { type CellClass, type ClassProbabilities, cellClasses, forEachClass } from '../domain/cellClass.ts';
import type { EngineName } from '../domain/engine.ts';
import { type Familiarity, measureDistance } from '../domain/familiarity.ts';
import type { HeatMap } from '../domain/heatMap.ts';
import type { Judgement } from '../domain/judgement.ts';
import type { Preprocessing } from '../domain/modelCard.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { runAhead } from '../domain/runAhead.ts';
import { pyramidOf } from '../pixels/fieldPyramid.ts';
import {
  cutFromPyramid,
  cutWindow,
  maskScaleBar,
  scaleBarBox,
  windowOfCell,
  windowOfField,
} from './preprocess.ts';

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

/** Weights in memory, ready to run. Holds tensors or a session: whoever creates it disposes of it. */
export interface RunningClassifier {
  readonly preprocessing: Preprocessing;
  /** what computes the probabilities */
  readonly engine: EngineName;
  /** images that are best given to it at once */
  readonly batchSize: number;
  /** What the model says of a whole field, resized as it wants. */
  classifyField(field: RgbRaster): Promise<Judgement>;
  /** Of each cell, from a window around it brought to the scale the model was trained at. */
  classifyCells(
    field: RgbRaster,
    cells: readonly PixelBox[],
    place: CellPlace,
  ): Promise<readonly Judgement[]>;
  /** Writes what the network is shown of each cell, the windows round them, as classifyImages takes it.
   *  @param target uint8 [at least cells, inputPx, inputPx, 3] */
  writeImages(field: RgbRaster, cells: readonly PixelBox[], place: CellPlace, target: Uint8Array): void;
  /** Where the window round a cell speaks for a class.
   *  @throws Error of an engine that knows no gradients: only float32 can explain */
  explainCell(
    field: RgbRaster,
    cell: PixelBox,
    options: CellPlace & { readonly cellClass: CellClass },
  ): { readonly window: PixelBox; readonly heat: HeatMap };
  /** Of images that are already cut, one a row.
   *  @param images uint8 [count, inputPx, inputPx, 3], RGB */
  classifyImages(images: Uint8Array, count: number): Promise<readonly Judgement[]>;
  /** What the network gives for such images, before it is read. */
  readOutputs(images: Uint8Array, count: number): Promise<readonly NetworkOutput[]>;
  dispose(): void;
}

/** What a network gives for one input. */
export interface NetworkOutput {
  /** float32 [classCount] */
  readonly logits: Float32Array;
  /** float32 [channels]: what the head of the network sees */
  readonly features: Float32Array;
}

/** What a network gives for a batch. */
export interface NetworkOutputs {
  /** float32 [count, classCount] */
  readonly logits: Float32Array;
  /** float32 [count, channels], pooled */
  readonly features: Float32Array;
}

/** The network behind a classifier. */
export interface ClassifierEngine {
  readonly engine: EngineName;
  /** images that it takes at once */
  readonly batchSize: number;
  /** @param images uint8 [count, inputPx, inputPx, 3], cut */
  run(images: Uint8Array, count: number): NetworkOutputs | Promise<NetworkOutputs>;
  /** @param image uint8 [1, inputPx, inputPx, 3] @param classNumber the class to explain */
  explain(image: Uint8Array, classNumber: number): HeatMap;
  dispose(): void;
}

/** What is the same whatever computes the network: windows, batches, and what its output means. */
export function createRunningClassifier(
  reading: Reading,
  { engine, batchSize, run, explain, dispose }: ClassifierEngine,
): RunningClassifier {
  const { preprocessing } = reading;
  const imageLength = preprocessing.inputPx ** 2 * 3;

  async function* runBatches(images: Uint8Array, count: number): AsyncGenerator<NetworkOutput> {
    const firsts = Array.from({ length: Math.ceil(count / batchSize) }, (_, batch) => batch * batchSize);
    // the next batch is on its way while one is computed elsewhere
    const batches = runAhead(firsts, 1, async (first) => {
      const size = Math.min(batchSize, count - first);
      const part = images.subarray(first * imageLength, (first + size) * imageLength);
      return { size, ...(await run(part, size)) };
    });
    for await (const { size, logits, features } of batches) {
      const width = features.length / size;
      for (let i = 0; i < size; i += 1)
        yield {
          logits: logits.slice(i * cellClasses.length, (i + 1) * cellClasses.length),
          features: features.slice(i * width, (i + 1) * width),
        };
    }
  }

  const classifyImages: RunningClassifier['classifyImages'] = async (images, count) => {
    const judgements: Judgement[] = [];
    for await (const output of runBatches(images, count)) judgements.push(judgeOutput(output, reading));
    return judgements;
  };

  return {
    preprocessing,
    engine,
    batchSize,
    classifyImages,
    readOutputs: async (images, count) => {
      const outputs: NetworkOutput[] = [];
      for await (const output of runBatches(images, count)) outputs.push(output);
      return outputs;
    },
    classifyField: async (field) => {
      const image = cutWindow(maskScaleBar(field, preprocessing), windowOfField(field), preprocessing);
      return only(await classifyImages(image.data, 1));
    },
    classifyCells: async (field, cells, place) => {
      const result: Judgement[] = [];
      for (let first = 0; first < cells.length; first += batchSize) {
        const part = cells.slice(first, first + batchSize);
        result.push(...(await classifyImages(cutCells(field, part, place, preprocessing), part.length)));
      }
      return result;
    },
    writeImages: (field, cells, place, target) =>
      mutateByCells(target, { field, cells, place, preprocessing }),
    explainCell: (field, cell, { cellClass, ...place }) => ({
      window: windowOfCell(cell, place.redCellDiameterPx, preprocessing),
      heat: explain(cutCells(field, [cell], place, preprocessing), cellClasses.indexOf(cellClass)),
    }),
    dispose,
  };
}

/** The windows round cells, one after the other. */
function cutCells(
  field: RgbRaster,
  cells: readonly PixelBox[],
  place: CellPlace,
  preprocessing: Preprocessing,
): Uint8Array {
  const images = new Uint8Array(cells.length * preprocessing.inputPx ** 2 * 3);
  mutateByCells(images, { field, cells, place, preprocessing });
  return images;
}

/** A cell that lies on a scale bar's corner is shown with it. */
function mutateByCells(
  images: Uint8Array,
  given: {
    readonly field: RgbRaster;
    readonly cells: readonly PixelBox[];
    readonly place: CellPlace;
    readonly preprocessing: Preprocessing;
  },
): void {
  const { field, cells, preprocessing } = given;
  const { redCellDiameterPx, isCameraImage } = given.place;
  const plain = pyramidOf(field);
  const masked = isCameraImage ? plain.painted((level) => maskScaleBar(level, preprocessing)) : plain;
  const bar = scaleBarBox(field, preprocessing);
  const imageLength = preprocessing.inputPx ** 2 * 3;
  for (const [i, cell] of cells.entries()) {
    const source = intersectionOverUnion(cell, bar) > 0 ? plain : masked;
    const window = windowOfCell(cell, redCellDiameterPx, preprocessing);
    images.set(cutFromPyramid(source, window, preprocessing).data, i * imageLength);
  }
}

/** What the output for one input says. */
export function judgeOutput(
  { logits, features }: NetworkOutput,
  { temperature, familiarity }: Pick<Reading, 'temperature' | 'familiarity'>,
): Judgement {
  return {
    probabilities: toProbabilities(logits, temperature),
    strangeness:
      familiarity === undefined ? undefined : measureDistance(features, familiarity.map) / familiarity.limit,
  };
}

/** Softmax of one row of logits, at a temperature. */
function toProbabilities(logits: Float32Array, temperature: number): ClassProbabilities {
  const most = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp((logit - most) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return forEachClass((_, i) => (powers[i] ?? 0) / sum);
}

function only<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('The network gave no result');
  return item;
}
