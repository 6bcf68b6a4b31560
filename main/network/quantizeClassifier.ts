import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ScoredItem } from '../domain/computeFigures.ts';
import type { Int8Card, Int8Outcome } from '../domain/engine.ts';
import { LabError } from '../domain/labError.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { Progress } from '../domain/progress.ts';
import { createRandom, shuffled } from '../domain/randomNumbers.ts';
import { type ActivationLimits, buildQuantizedGraph } from './buildQuantizedGraph.ts';
import { createClassifier, networkOfCard, readingOf, readModelFiles } from './classifier.ts';
import { foldBatchNormalisation } from './classifierParameters.ts';
import { createInt8Classifier } from './int8Classifier.ts';
import { sha256Of, writeInt8Copy } from './int8Copy.ts';
import { compareWithInt8, findInt8Fault } from './judgeInt8.ts';
import { createActivationMeter } from './measureActivations.ts';
import { encodeOnnx } from './onnxFormat.ts';
import { loadOnnxRuntime, onnxRuntimeVersion } from './onnxRuntime.ts';
import type { RunningClassifier } from './runningClassifier.ts';
import { scoreImages } from './scoreImages.ts';
import { type ReadImage, streamBatches } from './trainingBatches.ts';

/** Images that the ranges are measured on, drawn from those given. */
const calibrationCount = 300;
const calibrationSeed = 1;
const batchSize = 32;

/** Whole-field images for a copy: ranges are measured on some, and what the copy is worth on others. */
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
  const total = calibration.length + 2 * parts.heldOut.length;
  const show = (done: number) => tools.onProgress({ done, total, detail: 'images for the eight-bit copy' });

  const meter = createActivationMeter(network, parameters);
  let limits: ActivationLimits;
  try {
    let done = 0;
    for await (const batch of streamBatches(calibration, { preprocessing, batchSize, ...tools })) {
      refuseCancelled(tools.signal);
      meter.add(batch.inputs, batch.count);
      done += batch.count;
      show(done);
    }
    limits = tools.changeLimits?.(meter.limits()) ?? meter.limits();
  } finally {
    meter.dispose();
  }
  const onnx = encodeOnnx(buildQuantizedGraph(network, { parameters, preprocessing, limits }), 'Blastscope');
  const onnxSha256 = sha256Of(onnx);
  const fp32 = await scoreAndDispose(createClassifier(network, parameters, reading), {
    ...{ items: parts.heldOut, tools, show: (count: number) => show(calibration.length + count) },
  });
  const copy = await createInt8Classifier(onnx, { reading, sha256: onnxSha256 });
  const int8 = await scoreAndDispose(copy, {
    ...{ items: parts.heldOut, tools },
    show: (count) => show(calibration.length + parts.heldOut.length + count),
  });
  const heldOut = compareWithInt8(fp32, int8);
  const reason = findInt8Fault(heldOut);
  const int8Card: Int8Card = {
    schemaVersion: 1,
    createdAt: new Date().toISOString(),
    weightsSha256: card.weights.sha256,
    onnxSha256,
    onnxRuntimeVersion: onnxRuntimeVersion(ort),
    calibration: { imageCount: calibration.length, sha256: await hashImages(calibration) },
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
    const words = error instanceof Error ? error.message : String(error);
    return { decision: 'failed', note: `No eight-bit copy was made, the model runs in float32: ${words}` };
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

async function scoreAndDispose(
  classifier: RunningClassifier,
  work: {
    readonly items: readonly LabelledImage[];
    readonly tools: QuantizationTools;
    readonly show: (count: number) => void;
  },
): Promise<readonly ScoredItem[]> {
  const { readImage, signal } = work.tools;
  try {
    return await scoreImages(classifier, work.items, {
      readImage,
      signal,
      onScored: (count) => {
        refuseCancelled(signal);
        work.show(count);
      },
    });
  } finally {
    classifier.dispose();
  }
}

function refuseCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new LabError('cancelled', 'The eight-bit copy was not finished.');
}

/** SHA-256 over those of the files, whatever they are called and in whatever order. */
async function hashImages(items: readonly LabelledImage[]): Promise<string> {
  const hashes: string[] = [];
  for (const { path } of items) {
    try {
      hashes.push(sha256Of(await readFile(path)));
    } catch (cause) {
      throw new LabError('file-missing', `Cannot read ${basename(path)} again.`, { path }, { cause });
    }
  }
  return createHash('sha256').update(hashes.sort().join('\n')).digest('hex');
}
