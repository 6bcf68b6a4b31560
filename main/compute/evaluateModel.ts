import { computeFigures, type ScoredItem } from '../domain/computeFigures.ts';
import type { FieldFailure } from '../domain/slide.ts';
import { readImage } from '../slides/readImage.ts';
import type { JobContext } from './jobContext.ts';
import type { EvaluateModelRequest, EvaluateModelResult } from './messages.ts';
import { breathe, readAhead } from './readAhead.ts';

/** What a classifier makes of labelled whole fields. Images that cannot be read are listed, not counted.
 *  @throws LabError 'model-unknown' | 'model-corrupt' | 'cancelled' */
export async function evaluateModel(
  request: EvaluateModelRequest,
  context: JobContext,
): Promise<EvaluateModelResult> {
  const { signal } = context;
  const classifier = await context.models.classifier(request.modelFolder, request.engine);
  const scored: ScoredItem[] = [];
  const failures: FieldFailure[] = [];
  const readings = readAhead(
    request.items,
    ({ path }) => path,
    ({ path }) => readImage(path, signal),
  );
  for await (const reading of readings) {
    await breathe(signal);
    if (reading.ok) {
      const probabilities = await classifier.classifyField(reading.pixels);
      scored.push({ cellClass: reading.item.cellClass, probabilities });
    } else failures.push(reading.failure);
    const done = scored.length + failures.length;
    context.onProgress({ done, total: request.items.length, detail: 'images evaluated' });
  }
  return { engine: classifier.engine, figures: computeFigures(scored), failures };
}
