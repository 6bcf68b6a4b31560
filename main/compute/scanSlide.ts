import type { CellFinder } from '../detection/cellFinder.ts';
import { detectCells } from '../detection/detectCells.ts';
import { estimateRedCellDiameter } from '../detection/estimateRedCellDiameter.ts';
import type { ClassifiedCell } from '../domain/cell.ts';
import { likeliestClass } from '../domain/cellClass.ts';
import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { medianOf } from '../domain/remainingTime.ts';
import type { Field, FieldFailure } from '../domain/slide.ts';
import type { Classifier } from '../network/classifier.ts';
import { openSlide } from '../slides/openSlide.ts';
import type { SlideSource } from '../slides/slideSource.ts';
import type { JobContext } from './jobContext.ts';
import type { ScanSlideRequest, ScanSlideResult } from './messages.ts';
import { breathe, type ReadOutcome, readAhead } from './readAhead.ts';
import { requireRuler } from './requireRuler.ts';
import { createStopwatch, type Stopwatch, timeCellFinder } from './stopwatch.ts';

/** The slide's ruler is the median over this many readable fields: one odd field does not skew it. */
const rulerFieldCount = 5;
/** Larger fields than this in all are not held at once for the ruler; fewer of them serve. */
const rulerPixelLimit = 100e6;

interface ScanTools {
  readonly classifier: Classifier;
  readonly finder: CellFinder;
  readonly tensorflow: Stopwatch;
  readonly other: Stopwatch;
  readonly signal: AbortSignal;
}

type Reading = ReadOutcome<{ readonly fieldIndex: number; readonly name: string }>;

/** Finds and classifies every white cell of a slide. The next fields are decoded while TensorFlow works on
 *  the current one; only cells stay in memory.
 *  @throws LabError 'slide-unreadable' | 'file-missing' when no field can be read
 *  @throws LabError 'scale-unknown' when no red cell could be measured and none is given
 *  @throws LabError 'model-unknown' | 'model-corrupt' | 'cancelled' */
export async function scanSlide(request: ScanSlideRequest, context: JobContext): Promise<ScanSlideResult> {
  const startedAt = performance.now();
  const [tensorflow, other] = [createStopwatch(), createStopwatch()];
  const classifier = await context.models.classifier(request.modelFolder);
  const finder = timeCellFinder(await context.models.cellFinder(), tensorflow);
  const tools = { classifier, finder, tensorflow, other, signal: context.signal };
  const source = await openSlide(request.slide);
  try {
    const readings = readFields(source, context.signal);
    const sample = await takeSample(readings);
    refuseUnreadableSlide(sample, source);
    const redCellDiameterPx = request.redCellDiameterPx ?? measureRedCells(sample, tools, request.slide.name);
    const fields: Field[] = [];
    const failures: FieldFailure[] = [];
    const cells: ClassifiedCell[] = [];
    let decodeMs = 0;
    for await (const reading of inTurn(sample, readings)) {
      if (reading.ok) {
        fields.push(fieldOf(reading.item, reading.pixels));
        cells.push(...(await scanField(reading, redCellDiameterPx, tools)));
        decodeMs += reading.durationMs;
      } else failures.push(reading.failure);
      const done = fields.length + failures.length;
      context.onProgress({ done, total: source.info.fields?.length ?? 0, detail: reading.item.name });
    }
    const timings = {
      totalMs: performance.now() - startedAt,
      decodeMs,
      tensorflowMs: tensorflow.totalMs(),
      otherMs: other.totalMs() - tensorflow.totalMs(),
    };
    const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
    return { fields, failures, cells, redCellDiameterPx, timings, peakMemoryBytes };
  } finally {
    source.dispose();
  }
}

function readFields(source: SlideSource, signal: AbortSignal): AsyncGenerator<Reading> {
  return readAhead(
    (source.info.fields ?? []).map(({ fieldIndex, name }) => ({ fieldIndex, name })),
    ({ name }) => name,
    async ({ fieldIndex }) => (await source.readField(fieldIndex, signal)).pixels,
  );
}

/** The first fields, up to as many readable ones as the ruler wants. */
async function takeSample(readings: AsyncGenerator<Reading>): Promise<Reading[]> {
  const sample: Reading[] = [];
  let readableCount = 0;
  let pixelCount = 0;
  while (readableCount < rulerFieldCount && pixelCount < rulerPixelLimit) {
    const next = await readings.next();
    if (next.done) break;
    sample.push(next.value);
    if (!next.value.ok) continue;
    readableCount += 1;
    pixelCount += next.value.pixels.widthPx * next.value.pixels.heightPx;
  }
  return sample;
}

/** The sample first, each given up as it is taken so that its pixels can go, then the rest. */
async function* inTurn(sample: Reading[], rest: AsyncGenerator<Reading>): AsyncGenerator<Reading> {
  for (let reading = sample.shift(); reading !== undefined; reading = sample.shift()) yield reading;
  yield* rest;
}

/** A sample without a readable field went through the whole slide. */
function refuseUnreadableSlide(sample: readonly Reading[], source: SlideSource): void {
  if (sample.some((reading) => reading.ok)) return;
  const first = sample.find((reading) => !reading.ok);
  if (first === undefined) throw new Error(`The slide ${source.entry.name} has no field`);
  const { code, message } = first.failure;
  if (source.entry.kind === 'image-file')
    throw new LabError(
      code === 'file-missing' || code === 'image-too-large' ? code : 'slide-unreadable',
      message,
    );
  throw new LabError(
    'slide-unreadable',
    `None of the ${sample.length} fields of ${source.entry.name} can be read. The first: ${message}`,
    { fieldCount: sample.length },
  );
}

function measureRedCells(sample: readonly Reading[], tools: ScanTools, slideName: string): number {
  const diametersPx = sample.flatMap((reading) => {
    if (!reading.ok) return [];
    return tools.other.time(() => estimateRedCellDiameter(reading.pixels, tools.finder)) ?? [];
  });
  return requireRuler(medianOf(diametersPx), slideName);
}

async function scanField(
  reading: Extract<Reading, { ok: true }>,
  redCellDiameterPx: number,
  tools: ScanTools,
): Promise<readonly ClassifiedCell[]> {
  const { pixels, item } = reading;
  await breathe(tools.signal);
  const { cells: detected } = tools.other.time(() =>
    detectCells(pixels, tools.finder, { redCellDiameterPx, signal: tools.signal }),
  );
  if (detected.length === 0) return [];
  await breathe(tools.signal);
  const probabilities = tools.other.time(() =>
    tools.tensorflow.time(() =>
      tools.classifier.classifyCells(pixels, detected, { redCellDiameterPx, isCameraImage: true }),
    ),
  );
  return detected.map((cell, i) => {
    const ofCell = probabilities[i];
    if (ofCell === undefined) throw new Error('The classifier gave fewer results than cells');
    return { ...cell, fieldIndex: item.fieldIndex, cellClass: likeliestClass(ofCell), probabilities: ofCell };
  });
}

function fieldOf(item: Reading['item'], { widthPx, heightPx }: RgbRaster): Field {
  return { fieldIndex: item.fieldIndex, name: item.name, widthPx, heightPx };
}
