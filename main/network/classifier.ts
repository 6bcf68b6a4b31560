import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LabError } from '../domain/labError.ts';
import type { ModelCard } from '../domain/modelCard.ts';
import { parseJson } from '../domain/parseJson.ts';
import { parseModelCard } from '../domain/parseModelCard.ts';
import { type ClassifierNetwork, describeClassifierNetwork } from './architecture.ts';
import { foldBatchNormalisation, type Parameters } from './classifierParameters.ts';
import { readFamiliarity } from './familiarityTensors.ts';
import { createRectifiedConvolution } from './fusedConvolution.ts';
import { computeGradCam } from './gradCam.ts';
import { holdTensors } from './holdTensors.ts';
import { normaliseImages } from './preprocess.ts';
import { runFolded } from './runClassifier.ts';
import { createRunningClassifier, type Reading, type RunningClassifier } from './runningClassifier.ts';
import { describeTensorFlow, loadTensorFlow } from './tensorflow.ts';
import { loadWeights } from './weights.ts';

/** Images that go through the network at once: bounds memory and keeps two cores busy. */
const batchSize = 32;

/** A model folder ready to run. */
export interface Classifier extends RunningClassifier {
  readonly card: ModelCard;
}

/** Reads a model folder and checks its weights against its card.
 *  @throws LabError 'model-unknown' no card there; 'model-corrupt' weights not those of the card;
 *  'model-shape-mismatch' weights of another network */
export async function loadClassifier(modelFolder: string): Promise<Classifier> {
  return startReference(modelFolder, await readModelFiles(modelFolder));
}

/** What lies in a model folder, checked. */
export interface ModelFiles {
  readonly card: ModelCard;
  readonly tensors: Parameters;
}

/** @throws LabError 'model-unknown' | 'model-corrupt' when the weights are not those of the card */
export async function readModelFiles(modelFolder: string): Promise<ModelFiles> {
  const card = await readModelCard(modelFolder);
  const { tensors } = await loadWeights(modelFolder, card.weights.sha256);
  return { card, tensors };
}

/** The float32 classifier of a folder that was read.
 *  @throws LabError 'model-shape-mismatch' | 'model-corrupt' as readingOf */
export function startReference(modelFolder: string, { card, tensors }: ModelFiles): Classifier {
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
  const read = parseModelCard(parseJson(text));
  if (read.card !== undefined) return read.card;
  throw new LabError(
    'model-corrupt',
    `The model ${basename(modelFolder)} cannot be used: ${read.problem}. Install it again.`,
    { path },
  );
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
export function readingOf(card: ModelCard, tensors: Parameters): Reading {
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

/** The classifier in float32, the reference.
 *  @param parameters folded, as foldBatchNormalisation gives them */
export function createClassifier(
  network: ClassifierNetwork,
  parameters: Parameters,
  reading: Reading,
): RunningClassifier {
  const tf = loadTensorFlow();
  const convolve = createRectifiedConvolution(tf);
  const { tensorOf, dispose } = holdTensors(tf, parameters);
  const inputOf = (images: Uint8Array, count: number) =>
    tf.tensor4d(normaliseImages(images, reading.preprocessing), [count, network.inputPx, network.inputPx, 3]);

  return createRunningClassifier(reading, {
    engine: describeTensorFlow(tf).engine,
    batchSize,
    run: (images, count) => {
      tf.engine().startScope();
      try {
        const input = inputOf(images, count);
        const { logits, features } = runFolded(tf, network, { tensorOf, convolve, input });
        return {
          logits: logits.dataSync() as Float32Array,
          features: features.dataSync() as Float32Array,
        };
      } finally {
        tf.engine().endScope();
      }
    },
    explain: (image, classNumber) => {
      const input = inputOf(image, 1);
      const [heat] = computeGradCam(tf, network, { tensorOf, convolve, input, classes: [classNumber] });
      input.dispose();
      if (heat === undefined) throw new Error('The network gave no map');
      return heat;
    },
    dispose,
  });
}
