import type { CellFinder } from '../detection/cellFinder.ts';
import { detectCells } from '../detection/detectCells.ts';
import type { DetectorInt8Card, Int8Outcome } from '../domain/engine.ts';
import { LabError } from '../domain/labError.ts';
import { spreadEvenly } from '../domain/spreadEvenly.ts';
import { buildDetectorGraph } from '../network/buildDetectorGraph.ts';
import { loadDetectorWeights } from '../network/detector.ts';
import { createDetectorMeter } from '../network/detectorMeter.ts';
import type { DetectorRanges } from '../network/detectorPorts.ts';
import { copyFailed, hashFiles, sha256Of, writeInt8Copy } from '../network/int8Copy.ts';
import { createOnnxCellFinder, openOnnxDetector } from '../network/onnxDetector.ts';
import { encodeOnnx } from '../network/onnxFormat.ts';
import { loadOnnxRuntime, onnxRuntimeVersion } from '../network/onnxRuntime.ts';
import { readImage } from '../slides/readImage.ts';
import { findInFields, isHeldOut } from './evaluateDetector.ts';
import type { JobContext } from './jobContext.ts';
import { compareFound, findDetectorCopyFault } from './judgeDetectorCopy.ts';
import { listLabelledFields } from './loadLabelledFields.ts';
import type { QuantizeDetectorRequest } from './messages.ts';
import { breathe } from './readAhead.ts';
import { readYoloFolder } from './readYoloFolder.ts';

/** Fields of each source that ranges are measured on, evenly spread: a hundred cover what a thousand do. */
const calibrationCount = 100;

/** Makes the eight-bit copy of a cell finder, with which machines without a graphics card find cells in a quarter of the time,
 *  measures both on the fields that its training held out, and writes the copy into the model's folder. One that falls short
 *  is written down as refused, and the model goes on in float32.
 *  @throws LabError 'runtime-missing' | 'model-unknown' | 'model-corrupt' | 'folder-missing' | 'dataset-invalid' |
 *  'cancelled', and those of readImage */
export async function quantizeDetector(
  request: QuantizeDetectorRequest,
  { signal, onProgress }: Pick<JobContext, 'signal' | 'onProgress'>,
): Promise<Int8Outcome> {
  const { modelFolder } = request;
  const ort = loadOnnxRuntime();
  const { card, weights } = await loadDetectorWeights(modelFolder);
  const labels = await readYoloFolder(request.datasetFolder, 'train');
  const learned = labels.filter((one, at) => !isHeldOut(one, at)).map(({ imagePath }) => imagePath);
  const calibration = [learned, request.fieldPaths].flatMap((paths) => spreadEvenly(paths, calibrationCount));
  if (calibration.length === 0)
    throw new LabError('dataset-invalid', 'An eight-bit copy needs fields to measure ranges on.');
  const fp32 = await createOnnxCellFinder(weights, card.scoreThreshold);
  try {
    const show = (done: number, path: string) =>
      onProgress({ done, total: calibration.length, detail: `ranges of ${path}` });
    const meter = await createDetectorMeter(weights);
    const ranges = await measureRanges(meter, fp32, { paths: calibration, signal, show }).finally(
      meter.dispose,
    );
    const onnx = encodeOnnx(buildDetectorGraph(weights, { kind: 'bytes', ranges }), 'Blastscope');
    const heldOut = await listLabelledFields(labels.filter(isHeldOut), signal, Number.POSITIVE_INFINITY);
    const int8 = await openOnnxDetector(onnx, card.scoreThreshold);
    const foundInt8 = await findInFields(heldOut, int8, signal, card.scoreThreshold).finally(int8.dispose);
    const foundFp32 = await findInFields(heldOut, fp32, signal, card.scoreThreshold);
    const agreement = compareFound(foundFp32, foundInt8);
    const reason = findDetectorCopyFault(agreement);
    const copy: DetectorInt8Card = {
      schemaVersion: 1,
      createdAt: new Date().toISOString(),
      weightsSha256: card.weights.sha256,
      onnxSha256: sha256Of(onnx),
      onnxRuntimeVersion: onnxRuntimeVersion(ort),
      calibration: { imageCount: calibration.length, sha256: await hashFiles(calibration) },
      decision: reason === undefined ? 'accepted' : 'refused',
      reason,
      heldOut: agreement,
    };
    await writeInt8Copy(modelFolder, copy, onnx);
    return describeDetectorCopy(copy);
  } finally {
    fp32.dispose();
  }
}

/** The copy of a cell finder that was just trained. A training never fails for it: what went wrong is told. */
export async function quantizeAfterTraining(
  request: QuantizeDetectorRequest,
  context: Pick<JobContext, 'signal' | 'onProgress'>,
): Promise<Int8Outcome> {
  try {
    return await quantizeDetector(request, context);
  } catch (error) {
    return copyFailed(error);
  }
}

/** What became of a copy, in one sentence. */
function describeDetectorCopy({ decision, reason, heldOut }: DetectorInt8Card): Int8Outcome {
  const { labelCount, fp32, int8 } = heldOut;
  const note =
    decision === 'accepted'
      ? `Eight-bit copy: F1 ${int8.f1.toFixed(3)} on ${labelCount} held-out cells, the model ${fp32.f1.toFixed(3)}.`
      : `The eight-bit copy is not used, the model runs in float32: ${reason}.`;
  return { decision, note };
}

/** Searches fields as a scan without a ruler does, and measures on every picture that the network is shown: cells of
 *  other scales than its own too. */
async function measureRanges(
  meter: Awaited<ReturnType<typeof createDetectorMeter>>,
  finder: CellFinder,
  given: {
    readonly paths: readonly string[];
    readonly signal: AbortSignal;
    readonly show: (done: number, path: string) => void;
  },
): Promise<DetectorRanges> {
  const metered: CellFinder = {
    ...finder,
    findCells: async (image) => {
      await meter.add(image);
      return finder.findCells(image);
    },
  };
  for (const [done, path] of given.paths.entries()) {
    await breathe(given.signal);
    given.show(done, path);
    await detectCells(await readImage(path, given.signal), metered, { signal: given.signal });
  }
  return meter.ranges();
}
