import type { EngineName } from '../domain/engine.ts';
import { LabError } from '../domain/labError.ts';
import { createCellFinder, type DetectorNetwork, loadDetectorWeights } from './detector.ts';
import type { DetectorCard } from './detectorCard.ts';
import { createOnnxCellFinder, openOnnxDetector } from './onnxDetector.ts';
import { describeOnnxRuntime } from './onnxRuntime.ts';
import { openInt8Copy } from './openInt8Copy.ts';
import { describeTensorFlow, loadTensorFlow } from './tensorflow.ts';

/** A cell finder with what is to be said of the choice of its engine. */
export interface OpenedCellFinder extends DetectorNetwork {
  readonly card: DetectorCard;
  /** what computes the boxes */
  readonly engine: EngineName;
  /** why it is not the eight-bit copy; undefined when it is */
  readonly note: string | undefined;
  /** the copy is there but damaged, or of other weights: a person should know */
  readonly isCopyBroken: boolean;
}

/** The detector of a model folder, run by what suits folder and machine: TensorFlow where it has a graphics card, or where
 *  ONNX Runtime has no library; else ONNX Runtime, whose threads leave this one free, in eight bits where the copy is whole,
 *  accepted and of these weights.
 *  @throws LabError 'model-unknown' | 'model-corrupt' (missing, changed or foreign files) | 'runtime-missing' */
export async function openCellFinder(folder: string): Promise<OpenedCellFinder> {
  const { card, weights } = await loadDetectorWeights(folder);
  const { scoreThreshold } = card;
  const tensorflow = describeTensorFlow(loadTensorFlow());
  const inTensorFlow = (note: string) => ({
    ...createCellFinder(weights, scoreThreshold),
    ...{ card, engine: tensorflow.engine, note, isCopyBroken: false },
  });
  if (tensorflow.isOnGpu) return inTensorFlow('TensorFlow runs on the graphics card');
  const found = await openInt8Copy(folder, card.weights.sha256, async (onnx, sha256) => ({
    ...(await openOnnxDetector(onnx, scoreThreshold)),
    engine: describeOnnxRuntime(sha256),
  }));
  if (found.network !== undefined) return { ...found.network, card, note: undefined, isCopyBroken: false };
  const { note, isCopyBroken } = found;
  try {
    const network = await createOnnxCellFinder(weights, scoreThreshold);
    return { ...network, card, engine: describeOnnxRuntime(), note, isCopyBroken };
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'runtime-missing') throw error;
    return inTensorFlow(note);
  }
}
