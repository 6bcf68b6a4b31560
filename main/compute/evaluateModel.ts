import { computeFigures, type ScoredItem } from '../domain/computeFigures.ts';
import { type Judgement, proposeClass } from '../domain/judgement.ts';
import { LabError } from '../domain/labError.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { RgbRaster } from '../domain/raster.ts';
import type { FieldFailure } from '../domain/slide.ts';
import type { Classifier } from '../network/classifier.ts';
import { giveColours } from '../network/stainJitter.ts';
import { readImage } from '../slides/readImage.ts';
import type { JobContext } from './jobContext.ts';
import { judgePicture } from './judgePicture.ts';
import type { EvaluateModelRequest, EvaluateModelResult } from './messages.ts';
import { breathe, readAhead } from './readAhead.ts';

/** What a classifier makes of labelled fields or cells. Images that cannot be read or judged are listed, not counted.
 *  @throws LabError 'model-unknown' | 'model-corrupt' | 'cancelled' */
export async function evaluateModel(
  request: EvaluateModelRequest,
  context: JobContext,
): Promise<EvaluateModelResult> {
  const { signal } = context;
  const classifier = await context.models.classifier(request.modelFolder, request.engine);
  const scored: ScoredItem[] = [];
  const failures: FieldFailure[] = [];
  const predictions: EvaluateModelResult['predictions'][number][] = [];
  const proposals: EvaluateModelResult['proposals'][number][] = [];
  const readings = readAhead(
    request.items,
    ({ path }) => path,
    ({ path }) => readImage(path, signal),
  );
  for await (const reading of readings) {
    await breathe(signal);
    const outcome = reading.ok
      ? await judge(classifier, await recolour(reading, signal), context)
      : reading.failure;
    if ('probabilities' in outcome) {
      scored.push({ cellClass: reading.item.cellClass, ...outcome });
      predictions.push(outcome.probabilities);
      proposals.push(proposeClass(outcome));
    } else {
      failures.push(outcome);
      predictions.push(undefined);
      proposals.push(undefined);
    }
    const done = scored.length + failures.length;
    context.onProgress({ done, total: request.items.length, detail: 'images evaluated' });
  }
  return { engine: classifier.engine, figures: computeFigures(scored), failures, predictions, proposals };
}

/** The picture in the colours of the one that its item names. */
async function recolour<Reading extends { readonly item: LabelledImage; readonly pixels: RgbRaster }>(
  reading: Reading,
  signal: AbortSignal,
): Promise<Reading> {
  const { coloursOf } = reading.item;
  if (coloursOf === undefined) return reading;
  return { ...reading, pixels: giveColours(reading.pixels, await readImage(coloursOf, signal)) };
}

/** A picture that the model cannot judge is an outcome. @throws LabError 'cancelled' */
async function judge(
  classifier: Classifier,
  { item, pixels }: { readonly item: LabelledImage; readonly pixels: RgbRaster },
  { models, signal }: JobContext,
): Promise<Judgement | FieldFailure> {
  try {
    return await judgePicture(classifier, pixels, { item, models, signal });
  } catch (error) {
    if (!(error instanceof LabError) || !isOfThePicture(error)) throw error;
    return { name: item.path, code: error.code, message: error.message };
  }
}

function isOfThePicture({ code }: LabError): boolean {
  return code === 'scale-unknown' || code === 'slide-unreadable';
}
