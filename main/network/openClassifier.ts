import { basename } from 'node:path';
import type { EngineChoice } from '../domain/engine.ts';
import { LabError } from '../domain/labError.ts';
import { type Classifier, loadClassifier, readingOf, readModelFiles, startReference } from './classifier.ts';
import { createInt8Classifier } from './int8Classifier.ts';
import { openInt8Copy } from './openInt8Copy.ts';
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
  const reading = readingOf(card, files.tensors);
  const found = await openInt8Copy(modelFolder, card.weights.sha256, (onnx, sha256) =>
    createInt8Classifier(onnx, { reading, sha256 }),
  );
  if (found.network !== undefined)
    return { classifier: { card, ...found.network }, note: undefined, isCopyBroken: false };
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
