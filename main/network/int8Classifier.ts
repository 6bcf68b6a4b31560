import type { Preprocessing } from '../domain/modelCard.ts';
import { inputShape, onnxInputName, onnxOutputName } from './buildQuantizedGraph.ts';
import { createRunningClassifier, type RunningClassifier } from './classifier.ts';
import { loadOnnxRuntime, onnxRuntimeVersion, openOnnxSession } from './onnxRuntime.ts';

/** Images that go through the network at once: their activations fit a processor's cache, which with 32 images cost
 *  a tenth of the speed. */
const batchSize = 8;

/** The eight-bit copy of a classifier, ready to run. Holds a session: whoever creates it disposes of it.
 *  @param onnx a graph of buildQuantizedGraph
 *  @throws LabError 'runtime-missing'; Error of ONNX Runtime when the graph is none */
export async function createInt8Classifier(
  onnx: Uint8Array,
  given: { readonly preprocessing: Preprocessing; readonly sha256: string; readonly threads?: number },
): Promise<RunningClassifier> {
  const ort = loadOnnxRuntime();
  const session = await openOnnxSession(onnx, given.threads);
  const { preprocessing, sha256 } = given;
  const shape = inputShape(preprocessing.inputPx);
  return createRunningClassifier(preprocessing, {
    engine: `onnxruntime ${onnxRuntimeVersion(ort)}, int8 (copy ${sha256.slice(0, 12)})`,
    batchSize,
    runLogits: async (inputs, count) => {
      const input = new ort.Tensor('float32', inputs, [count, ...shape]);
      const data = (await session.run({ [onnxInputName]: input }))[onnxOutputName]?.data;
      if (!(data instanceof Float32Array)) throw new Error('The eight-bit copy gave no logits');
      return data;
    },
    dispose: () => {
      // its memory is given back at once; the promise only wraps that
      void session.release();
    },
  });
}
