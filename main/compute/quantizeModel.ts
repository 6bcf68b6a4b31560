import type { Int8Outcome } from '../domain/engine.ts';
import { describeInt8, quantizeClassifier } from '../network/quantizeClassifier.ts';
import { readImage } from '../slides/readImage.ts';
import type { JobContext } from './jobContext.ts';
import type { QuantizeModelRequest } from './messages.ts';

/** Makes a model's eight-bit copy and measures it, with images read as a scan reads them.
 *  @throws LabError 'runtime-missing' | 'model-unknown' | 'model-corrupt' | 'dataset-invalid' | 'cancelled', and those
 *  of readImage */
export async function quantizeModel(
  { modelFolder, calibration, heldOut }: QuantizeModelRequest,
  { signal, onProgress }: JobContext,
): Promise<Int8Outcome> {
  const parts = { calibration, heldOut };
  return describeInt8(await quantizeClassifier(modelFolder, parts, { readImage, signal, onProgress }));
}
