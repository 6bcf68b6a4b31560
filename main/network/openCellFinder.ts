import { LabError } from '../domain/labError.ts';
import { createCellFinder, type DetectorNetwork, loadDetectorWeights } from './detector.ts';
import type { DetectorCard } from './detectorCard.ts';
import { createOnnxCellFinder } from './onnxDetector.ts';
import { describeTensorFlow, loadTensorFlow } from './tensorflow.ts';

/** The detector of a model folder, run by what suits the machine: TensorFlow where it has a graphics card, or where ONNX
 *  Runtime has no library; else ONNX Runtime, whose threads leave this one free.
 *  @throws LabError 'model-unknown' | 'model-corrupt' (missing, changed or foreign files) | 'runtime-missing' */
export async function openCellFinder(
  folder: string,
): Promise<DetectorNetwork & { readonly card: DetectorCard }> {
  const { card, weights } = await loadDetectorWeights(folder);
  const { scoreThreshold } = card;
  if (!describeTensorFlow(loadTensorFlow()).isOnGpu) {
    try {
      return { ...(await createOnnxCellFinder(weights, scoreThreshold)), card };
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'runtime-missing') throw error;
    }
  }
  return { ...createCellFinder(weights, scoreThreshold), card };
}
