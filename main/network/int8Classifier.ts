import { onnxFeaturesName, onnxInputName, onnxOutputName } from './buildQuantizedGraph.ts';
import { loadOnnxRuntime, type OnnxSession, onnxRuntimeVersion, openOnnxSession } from './onnxRuntime.ts';
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
  const ort = loadOnnxRuntime();
  const session = await openOnnxSession(onnx, given.threads);
  const { reading, sha256 } = given;
  const shape = shapeOfImage(session);
  return createRunningClassifier(reading, {
    engine: `onnxruntime ${onnxRuntimeVersion(ort)}, int8 (copy ${sha256.slice(0, 12)})`,
    batchSize,
    run: async (inputs, count) => {
      const input = new ort.Tensor('float32', inputs, [count, ...shape]);
      const outputs = await session.run({ [onnxInputName]: input });
      const [logits, features] = [outputs[onnxOutputName]?.data, outputs[onnxFeaturesName]?.data];
      if (!(logits instanceof Float32Array) || !(features instanceof Float32Array))
        throw new Error('The eight-bit copy gave no logits or no features');
      return { logits, features };
    },
    explain: () => {
      throw new Error('Eight-bit numbers have no gradients: explain with float32');
    },
    dispose: () => {
      // its memory is given back at once; the promise only wraps that
      void session.release();
    },
  });
}

/** As the graph takes an image: [inputPx, inputPx, 3], or of copies made before 0.4 the same numbers in groups of pixels.
 *  @throws Error when the graph does not say */
function shapeOfImage({ inputMetadata }: OnnxSession): readonly number[] {
  const input = inputMetadata.find(({ name }) => name === onnxInputName);
  const shape = input?.isTensor === true ? input.shape.slice(1) : [];
  if (shape.length === 3 && shape.every((length) => typeof length === 'number')) return shape;
  throw new Error('The eight-bit copy does not say how large its images are');
}
