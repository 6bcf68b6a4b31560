import { basename } from 'node:path';
import type { EngineChoice } from '../domain/engine.ts';
import { LabError } from '../domain/labError.ts';
import { type Classifier, loadClassifier, readingOf, readModelFiles, startReference } from './classifier.ts';
import { createInt8Classifier } from './int8Classifier.ts';
import { describeInt8Copy, readInt8Copy } from './int8Copy.ts';
import { loadOnnxRuntime, onnxRuntimeVersion } from './onnxRuntime.ts';
import type { Reading } from './runningClassifier.ts';
import { describeTensorFlow, loadTensorFlow } from './tensorflow.ts';

/** A classifier with what is to be said of the choice of its engine. */
export interface OpenedClassifier {
  readonly classifier: Classifier;
  /** why it is not the eight-bit copy; undefined when it is */
  readonly note: string | undefined;
  /** the copy is there but damaged, or of other weights: a person should know */
  readonly isCopyBroken: boolean;
}

/** Reads a model folder and chooses what runs it, by folder and machine alone, so that a slide's result is the same in
 *  a batch, alone and in the window: the eight-bit copy where it is whole, accepted and of these weights and
 *  TensorFlow has no graphics card; else float32.
 *  @throws LabError as loadClassifier, whichever engine is chosen; 'engine-unavailable' when int8 was asked for and
 *  cannot be had */
export async function openClassifier(
  modelFolder: string,
  choice: EngineChoice = 'auto',
): Promise<OpenedClassifier> {
  const whyReference = findWhyReference(choice);
  if (whyReference !== undefined)
    return { classifier: await loadClassifier(modelFolder), note: whyReference, isCopyBroken: false };
  // damaged weights are refused whatever would run
  const files = await readModelFiles(modelFolder);
  const { card } = files;
  const found = await tryInt8(modelFolder, card, readingOf(card, files.tensors));
  if (found.classifier !== undefined)
    return { classifier: { card, ...found.classifier }, note: undefined, isCopyBroken: false };
  const { note, isCopyBroken } = found;
  if (choice === 'auto') return { classifier: startReference(modelFolder, files), note, isCopyBroken };
  throw new LabError(
    'engine-unavailable',
    `${basename(modelFolder)} cannot run in eight bits: ${note}. Make its copy with \`lab models quantize\`, or leave ` +
      'the engine to the program.',
  );
}

/** Why float32 runs without a look at the copy; undefined: the copy decides. */
function findWhyReference(choice: EngineChoice): string | undefined {
  if (choice === 'fp32') return 'float32 was asked for';
  if (choice === 'auto' && describeTensorFlow(loadTensorFlow()).isOnGpu)
    return 'TensorFlow runs on the graphics card';
  return undefined;
}

type Int8Attempt =
  | { readonly classifier: Awaited<ReturnType<typeof createInt8Classifier>> }
  | { readonly classifier: undefined; readonly note: string; readonly isCopyBroken: boolean };

async function tryInt8(
  modelFolder: string,
  card: Classifier['card'],
  reading: Reading,
): Promise<Int8Attempt> {
  const without = (note: string, isCopyBroken: boolean) => ({ classifier: undefined, note, isCopyBroken });
  let version: string;
  try {
    version = onnxRuntimeVersion(loadOnnxRuntime());
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return without(`ONNX Runtime has no library for ${process.platform} ${process.arch}`, false);
  }
  const copy = await readInt8Copy(modelFolder, {
    weightsSha256: card.weights.sha256,
    onnxRuntimeVersion: version,
  });
  if (copy.state !== 'usable') return without(describeInt8Copy(copy), copy.state === 'unusable');
  try {
    const sha256 = copy.card.onnxSha256;
    return { classifier: await createInt8Classifier(copy.onnx, { reading, sha256 }) };
  } catch (error) {
    // the file is what was measured, so the machine is at fault: float32 runs there all the same
    const words = error instanceof Error ? error.message : String(error);
    return without(`ONNX Runtime cannot load its copy: ${words}`, true);
  }
}
