import type { EngineName } from '../domain/engine.ts';
import { LabError } from '../domain/labError.ts';
import { createCellFinder, type DetectorNetwork, loadDetectorWeights } from './detector.ts';
import type { DetectorCard } from './detectorCard.ts';
import { describeInt8Copy, readInt8Copy } from './int8Copy.ts';
import { createOnnxCellFinder, openOnnxDetector } from './onnxDetector.ts';
import { loadOnnxRuntime, onnxRuntimeVersion } from './onnxRuntime.ts';
import { describeTensorFlow, loadTensorFlow } from './tensorflow.ts';
import type { NamedTensor } from './weights.ts';

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

type Chosen = Pick<OpenedCellFinder, 'engine' | 'note' | 'isCopyBroken'> & {
  readonly network: DetectorNetwork;
};

/** The detector of a model folder, run by what suits folder and machine: TensorFlow where it has a graphics card, or where
 *  ONNX Runtime has no library; else ONNX Runtime, whose threads leave this one free, in eight bits where the copy is whole,
 *  accepted and of these weights.
 *  @throws LabError 'model-unknown' | 'model-corrupt' (missing, changed or foreign files) | 'runtime-missing' */
export async function openCellFinder(folder: string): Promise<OpenedCellFinder> {
  const { card, weights } = await loadDetectorWeights(folder);
  const tensorflow = describeTensorFlow(loadTensorFlow());
  const inTensorFlow = (note: string) => ({
    ...createCellFinder(weights, card.scoreThreshold),
    ...{ card, engine: tensorflow.engine, note, isCopyBroken: false },
  });
  if (tensorflow.isOnGpu) return inTensorFlow('TensorFlow runs on the graphics card');
  try {
    const { network, ...chosen } = await openInOnnxRuntime(folder, card, weights);
    return { ...network, card, ...chosen };
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'runtime-missing') throw error;
    return inTensorFlow(`ONNX Runtime has no library for ${process.platform} ${process.arch}`);
  }
}

async function openInOnnxRuntime(
  folder: string,
  { weights: { sha256: weightsSha256 }, scoreThreshold }: DetectorCard,
  weights: readonly NamedTensor[],
): Promise<Chosen> {
  const version = onnxRuntimeVersion(loadOnnxRuntime());
  const inFloats = async (note: string, isCopyBroken: boolean): Promise<Chosen> => ({
    network: await createOnnxCellFinder(weights, scoreThreshold),
    ...{ engine: `onnxruntime ${version}, fp32`, note, isCopyBroken },
  });
  const copy = await readInt8Copy(folder, { weightsSha256, onnxRuntimeVersion: version });
  if (copy.state !== 'usable') return inFloats(describeInt8Copy(copy), copy.state === 'unusable');
  try {
    return {
      network: await openOnnxDetector(copy.onnx, scoreThreshold),
      engine: `onnxruntime ${version}, int8 (copy ${copy.card.onnxSha256.slice(0, 12)})`,
      ...{ note: undefined, isCopyBroken: false },
    };
  } catch (error) {
    // the file is what was measured, so the machine is at fault: float32 runs there all the same
    const words = error instanceof Error ? error.message : String(error);
    return inFloats(`ONNX Runtime cannot load its copy: ${words}`, true);
  }
}
