import { createHash } from 'node:crypto';
import { drawTestPicture, type TestVector } from '../domain/testVectors.ts';
import type { JobContext } from './jobContext.ts';
import type { RunTestVectorsRequest } from './messages.ts';
import { breathe } from './readAhead.ts';

/** What a model gives for pictures that are drawn from a seed.
 *  @throws LabError 'model-unknown' | 'model-corrupt' | 'model-shape-mismatch' | 'cancelled' */
export async function runTestVectors(
  { modelFolder, pictures }: RunTestVectorsRequest,
  context: JobContext,
): Promise<readonly TestVector[]> {
  // float32, which is nearly the same on every machine
  const classifier = await context.models.classifier(modelFolder, 'fp32');
  const vectors: TestVector[] = [];
  for (const { seed, edgePx } of pictures) {
    await breathe(context.signal);
    const picture = drawTestPicture(seed, edgePx);
    const pixelsSha256 = createHash('sha256').update(picture.data).digest('hex');
    vectors.push({
      seed,
      edgePx,
      pixelsSha256,
      probabilities: (await classifier.classifyField(picture)).probabilities,
    });
  }
  return vectors;
}
