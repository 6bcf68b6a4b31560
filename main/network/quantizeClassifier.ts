import type { ScoredItem } from '../domain/computeFigures.ts';
import type { Int8Card, Int8Outcome } from '../domain/engine.ts';
import { LabError } from '../domain/labError.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { Preprocessing } from '../domain/modelCard.ts';
import type { Progress } from '../domain/progress.ts';
import { createRandom, shuffled } from '../domain/randomNumbers.ts';
import { type ActivationLimits, buildQuantizedGraph } from './buildQuantizedGraph.ts';
import { chooseCells } from './chooseCells.ts';
import { createClassifier, networkOfCard, readingOf, readModelFiles } from './classifier.ts';
import { foldBatchNormalisation } from './classifierParameters.ts';
import { type ChannelLimits, equaliseChannels } from './equaliseChannels.ts';
import { createInt8Classifier } from './int8Classifier.ts';
import { copyFailed, hashFiles, sha256Of, writeInt8Copy } from './int8Copy.ts';
import { compareWithInt8, findInt8Fault } from './judgeInt8.ts';
import { type ActivationMeter, createActivationMeter } from './measureActivations.ts';
import { encodeOnnx } from './onnxFormat.ts';
import { loadOnnxRuntime, onnxRuntimeVersion } from './onnxRuntime.ts';
import type { RunningClassifier } from './runningClassifier.ts';
import { scoreImages } from './scoreImages.ts';
import { type Batch, type ReadImage, streamBatches } from './trainingBatches.ts';

/** Images that the ranges are measured on, drawn from those given. */
const calibrationCount = 300;
const calibrationSeed = 1;
const heldOutCellsPerField = 4;
const batchSize = 32;

/** Images for a copy: ranges are measured on some, and what the copy is worth on others. */
export interface QuantizationParts {
  readonly calibration: readonly LabelledImage[];
  readonly heldOut: readonly LabelledImage[];
}

export interface QuantizationTools {
  readonly readImage: ReadImage;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** other ranges than those measured; only in tests */
  readonly changeLimits?: (limits: ActivationLimits) => ActivationLimits;
}

/** Makes the eight-bit copy of a model, measures it against the model on held-out images, and writes both into the
 *  model's folder. A copy that falls short is written down as refused, and the model goes on in float32.
 *  @throws LabError 'runtime-missing' | 'model-unknown' | 'model-corrupt' | 'dataset-invalid' | 'cancelled', and those
 *  of readImage */
export async function quantizeClassifier(
  modelFolder: string,
  parts: QuantizationParts,
  tools: QuantizationTools,
): Promise<Int8Card> {
  if (parts.calibration.length === 0 || parts.heldOut.length === 0)
    throw new LabError(
      'dataset-invalid',
      'An eight-bit copy needs images to measure ranges on, and others to be measured itself.',
    );
  const ort = loadOnnxRuntime();
  const { card, tensors } = await readModelFiles(modelFolder);
  const { preprocessing } = card;
  const network = networkOfCard(card);
  const parameters = foldBatchNormalisation(network, tensors);
  const reading = readingOf(card, tensors);
  const calibration = shuffled(parts.calibration, createRandom(calibrationSeed)).slice(0, calibrationCount);
  // a few cells of each picture tell what all of them would
  const measured = parts.heldOut.some(({ cell }) => cell !== undefined)
    ? chooseCells(parts.heldOut, heldOutCellsPerField, calibrationSeed)
    : parts.heldOut;
  const total = 3 * calibration.length + 2 * measured.length;
  let doneBefore = 0;
  const show = (done: number) =>
    tools.onProgress({ done: doneBefore + done, total, detail: 'images for the eight-bit copy' });
  const pass = { preprocessing, tools, show };

  const channels = await measureChannels(createActivationMeter(network, parameters), calibration, pass);
  doneBefore += calibration.length;
  const even = equaliseChannels(network, parameters, channels);
  const limits = tools.changeLimits?.(even.limits) ?? even.limits;
  const build = (featureShift?: Float32Array) =>
    encodeOnnx(
      buildQuantizedGraph(network, { parameters: even.parameters, limits, featureShift }),
      'Blastscope',
    );
  const model = createClassifier(network, parameters, reading);
  let onnx = build();
  let fp32: readonly ScoredItem[];
  try {
    const wanted = await measureFeatures(model, calibration, pass);
    doneBefore += calibration.length;
    const rounded = await createInt8Classifier(onnx, { reading, sha256: sha256Of(onnx) });
    const found = await workAndDispose(rounded, (copy) => measureFeatures(copy, calibration, pass));
    doneBefore += calibration.length;
    onnx = build(wanted.map((value, at) => value - (found[at] ?? 0)));
    fp32 = await score(model, measured, pass);
    doneBefore += measured.length;
  } finally {
    model.dispose();
  }
  const onnxSha256 = sha256Of(onnx);
  const copy = await createInt8Classifier(onnx, { reading, sha256: onnxSha256 });
  const int8 = await workAndDispose(copy, (one) => score(one, measured, pass));
  const heldOut = compareWithInt8(fp32, int8);
  const reason = findInt8Fault(heldOut);
  const int8Card: Int8Card = {
    schemaVersion: 1,
    createdAt: new Date().toISOString(),
    weightsSha256: card.weights.sha256,
    onnxSha256,
    onnxRuntimeVersion: onnxRuntimeVersion(ort),
    calibration: {
      imageCount: calibration.length,
      sha256: await hashFiles(calibration.map(({ path }) => path)),
    },
    heldOut,
    decision: reason === undefined ? 'accepted' : 'refused',
    reason,
  };
  await writeInt8Copy(modelFolder, int8Card, onnx);
  return int8Card;
}

/** The copy of a model that was just trained. A training never fails for it: what went wrong is told. */
export async function quantizeAfterTraining(
  modelFolder: string,
  parts: QuantizationParts,
  tools: QuantizationTools,
): Promise<Int8Outcome> {
  try {
    return describeInt8(await quantizeClassifier(modelFolder, parts, tools));
  } catch (error) {
    return copyFailed(error);
  }
}

/** What became of a copy, in one sentence. */
export function describeInt8({ decision, reason, heldOut }: Int8Card): Int8Outcome {
  const { imageCount, agreement, greatestDifference } = heldOut;
  const measured =
    `the same class on ${(100 * agreement).toFixed(2)} % of ${imageCount} held-out images, probabilities within ` +
    greatestDifference.toFixed(3);
  const note =
    decision === 'accepted'
      ? `Eight-bit copy: ${measured}.`
      : `The eight-bit copy is not used, the model runs in float32: ${reason}.`;
  return { decision, note };
}

/** One of the passes that images make for a copy. */
interface Pass {
  readonly preprocessing: Preprocessing;
  readonly tools: QuantizationTools;
  readonly show: (count: number) => void;
}

async function measureChannels(
  meter: ActivationMeter,
  items: readonly LabelledImage[],
  pass: Pass,
): Promise<ChannelLimits> {
  try {
    await eachBatch(items, pass, async ({ inputs, count }) => meter.add(inputs, count));
    return meter.limits();
  } finally {
    meter.dispose();
  }
}

/** The mean of each feature over some images. @returns float32 [channels] */
async function measureFeatures(
  classifier: RunningClassifier,
  items: readonly LabelledImage[],
  pass: Pass,
): Promise<Float32Array> {
  let sum = new Float64Array();
  await eachBatch(items, pass, async ({ inputs, count }) => {
    for (const { features } of await classifier.readOutputs(inputs, count)) {
      if (sum.length === 0) sum = new Float64Array(features.length);
      for (const [at, value] of features.entries()) sum[at] = (sum[at] ?? 0) + value;
    }
  });
  return Float32Array.from(sum, (value) => value / Math.max(1, items.length));
}

async function eachBatch(
  items: readonly LabelledImage[],
  { preprocessing, tools, show }: Pass,
  work: (batch: Batch) => Promise<void>,
): Promise<void> {
  let done = 0;
  for await (const batch of streamBatches(items, { preprocessing, batchSize, ...tools })) {
    refuseCancelled(tools.signal);
    await work(batch);
    done += batch.count;
    show(done);
  }
}

async function workAndDispose<Result>(
  classifier: RunningClassifier,
  work: (classifier: RunningClassifier) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(classifier);
  } finally {
    classifier.dispose();
  }
}

function score(
  classifier: RunningClassifier,
  items: readonly LabelledImage[],
  { tools, show }: Pass,
): Promise<readonly ScoredItem[]> {
  const { readImage, signal } = tools;
  return scoreImages(classifier, items, {
    readImage,
    signal,
    onScored: (count) => {
      refuseCancelled(signal);
      show(count);
    },
  });
}

function refuseCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new LabError('cancelled', 'The eight-bit copy was not finished.');
}
