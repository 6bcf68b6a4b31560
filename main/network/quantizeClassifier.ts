import type { Int8Card, Int8Outcome } from '../domain/engine.ts';
import { LabError } from '../domain/labError.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { Preprocessing } from '../domain/modelCard.ts';
import type { Progress } from '../domain/progress.ts';
import { createRandom, shuffled } from '../domain/randomNumbers.ts';
import {
  type ActivationLimits,
  buildQuantizedGraph,
  type FirstConvolution,
  hasWholeGroups,
} from './buildQuantizedGraph.ts';
import { measureFeatures, measureRanges, type Pass, scoreHeldOut } from './calibrationPasses.ts';
import { chooseCells } from './chooseCells.ts';
import { createClassifier, networkOfCard, readingOf, readModelFiles } from './classifier.ts';
import { foldBatchNormalisation } from './classifierParameters.ts';
import { equaliseChannels } from './equaliseChannels.ts';
import { createInt8Classifier } from './int8Classifier.ts';
import { copyFailed, hashFiles, sha256Of, writeInt8Copy } from './int8Copy.ts';
import { compareWithInt8, findInt8Fault } from './judgeInt8.ts';
import { createActivationMeter } from './measureActivations.ts';
import { encodeOnnx } from './onnxFormat.ts';
import { loadOnnxRuntime, onnxRuntimeVersion } from './onnxRuntime.ts';
import type { RunningClassifier } from './runningClassifier.ts';
import type { ReadImage } from './trainingBatches.ts';

/** Images that the ranges are measured on, drawn from those given. */
const calibrationCount = 300;
const calibrationSeed = 1;
const heldOutCellsPerField = 4;

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
  readonly changeLimits?: (limits: ActivationLimits, form: FirstConvolution['kind']) => ActivationLimits;
}

/** Makes the eight-bit copy of a model, measures it against the model on held-out images, and writes both into the
 *  model's folder. Its first convolution takes bytes where that passes the gate, else float32. A copy that falls short both ways
 *  is written down as refused, and the model goes on in float32.
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
  const forms: readonly FirstConvolution['kind'][] = hasWholeGroups(network.inputPx)
    ? ['bytes', 'float32']
    : ['float32'];
  const { nextPass, addPasses } = countPasses(preprocessing, tools);
  addPasses(3 * calibration.length + 2 * measured.length);

  const meter = createActivationMeter(network, parameters);
  const { channels, patches } = await measureRanges(meter, calibration, nextPass());
  const even = equaliseChannels(network, parameters, channels);
  const build = (kind: FirstConvolution['kind'], featureShift?: Float32Array) => {
    const first = kind === 'bytes' ? { kind, preprocessing, patches } : { kind };
    const limits = tools.changeLimits?.(even.limits, kind) ?? even.limits;
    const given = { parameters: even.parameters, limits, featureShift, first };
    return encodeOnnx(buildQuantizedGraph(network, given), 'Blastscope');
  };
  const model = createClassifier(network, parameters, reading);
  const { wanted, fp32 } = await workAndDispose(model, async () => ({
    wanted: await measureFeatures(model, calibration, nextPass()),
    fp32: await scoreHeldOut(model, measured, nextPass()),
  }));

  const make = async (firstConvolution: FirstConvolution['kind']): Promise<Made> => {
    const rough = build(firstConvolution);
    const found = await workAndDispose(
      await createInt8Classifier(rough, { reading, sha256: sha256Of(rough) }),
      (copy) => measureFeatures(copy, calibration, nextPass()),
    );
    const shift = wanted.map((value, at) => value - (found[at] ?? 0));
    const onnx = build(firstConvolution, shift);
    const int8 = await workAndDispose(
      await createInt8Classifier(onnx, { reading, sha256: sha256Of(onnx) }),
      (copy) => scoreHeldOut(copy, measured, nextPass()),
    );
    const heldOut = compareWithInt8(fp32, int8);
    return { onnx, firstConvolution, heldOut, reason: findInt8Fault(heldOut) };
  };
  const { onnx, ...outcome } = await makeFirstGood(forms, (form) => {
    // a second form is not expected
    if (form !== forms[0]) addPasses(calibration.length + measured.length);
    return make(form);
  });
  const int8Card: Int8Card = {
    schemaVersion: 1,
    createdAt: new Date().toISOString(),
    weightsSha256: card.weights.sha256,
    onnxSha256: sha256Of(onnx),
    onnxRuntimeVersion: onnxRuntimeVersion(ort),
    calibration: {
      imageCount: calibration.length,
      sha256: await hashFiles(calibration.map(({ path }) => path)),
    },
    ...outcome,
    decision: outcome.reason === undefined ? 'accepted' : 'refused',
  };
  await writeInt8Copy(modelFolder, int8Card, onnx);
  return int8Card;
}

/** A copy with what it was found to be worth. */
interface Made extends Pick<Int8Card, 'firstConvolution' | 'heldOut' | 'reason'> {
  readonly onnx: Uint8Array;
}

/** Makes one form after the other until one is good enough. @returns that one, or the last */
async function makeFirstGood(
  forms: readonly FirstConvolution['kind'][],
  make: (form: FirstConvolution['kind']) => Promise<Made>,
): Promise<Made> {
  let made: Made | undefined;
  for (const form of forms) {
    made = await make(form);
    if (made.reason === undefined) break;
  }
  if (made === undefined) throw new Error('An eight-bit copy has no form');
  return made;
}

/** Counts the images of passes that follow one another as one piece of work, which may grow. */
function countPasses(preprocessing: Preprocessing, tools: QuantizationTools) {
  let [total, before, current] = [0, 0, 0];
  return {
    addPasses: (imageCount: number) => {
      total += imageCount;
    },
    nextPass: (): Pass => {
      before += current;
      current = 0;
      const show = (count: number) => {
        current = count;
        tools.onProgress({ done: before + count, total, detail: 'images for the eight-bit copy' });
      };
      return { preprocessing, tools, show };
    },
  };
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
