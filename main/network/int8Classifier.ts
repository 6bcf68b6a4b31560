import { onnxFeaturesName, onnxInputName, onnxOutputName } from './buildQuantizedGraph.ts';
import type { OnnxFeed } from './onnxMessages.ts';
import { describeOnnxRuntime } from './onnxRuntime.ts';
import { type OnnxSession, openOnnxSession } from './onnxSession.ts';
import { frameImages, normaliseImages } from './preprocess.ts';
import { createRunningClassifier, type Reading, type RunningClassifier } from './runningClassifier.ts';

/** Images that go through the network at once: their activations fit a processor's cache, which with 32 images cost
 *  a tenth of the speed. */
const batchSize = 8;

/** The eight-bit copy of a classifier, ready to run. Holds a session: whoever creates it disposes of it.
 *  @param onnx a graph of buildQuantizedGraph
 *  @throws LabError 'runtime-missing'; Error of ONNX Runtime when the graph is none */
export async function createInt8Classifier(
  onnx: Uint8Array,
  given: { readonly reading: Reading; readonly sha256: string; readonly threads?: number },
): Promise<RunningClassifier> {
  const session = await openOnnxSession(onnx, given.threads);
  const { reading, sha256 } = given;
  const { preprocessing } = reading;
  const shape = shapeOfImage(session);
  const feedOf =
    session.inputTypes[onnxInputName] === 'uint8'
      ? (images: Uint8Array, count: number): OnnxFeed => ({
          ...{ type: 'uint8', data: frameImages(images, count, preprocessing), dims: [count, ...shape] },
        })
      : (images: Uint8Array, count: number): OnnxFeed => ({
          ...{ type: 'float32', data: normaliseImages(images, preprocessing), dims: [count, ...shape] },
        });
  return createRunningClassifier(reading, {
    engine: describeOnnxRuntime(sha256),
    batchSize,
    run: async (images, count) => {
      const outputs = await session.runWithOwn({ [onnxInputName]: feedOf(images, count) });
      const { [onnxOutputName]: logits, [onnxFeaturesName]: features } = outputs;
      if (logits === undefined || features === undefined)
        throw new Error('The eight-bit copy gave no logits or no features');
      return { logits, features };
    },
    explain: () => {
      throw new Error('Eight-bit numbers have no gradients: explain with float32');
    },
    dispose: session.release,
  });
}

/** As the graph takes an image: [inputPx, inputPx, 3], or in groups of pixels.
 *  @throws Error when the graph does not say */
function shapeOfImage({ inputShapes }: OnnxSession): readonly number[] {
  const shape = (inputShapes[onnxInputName] ?? []).slice(1);
  const sizes = shape.filter((length) => typeof length === 'number');
  if (shape.length === 3 && sizes.length === 3) return sizes;
  throw new Error('The eight-bit copy does not say how large its images are');
}
