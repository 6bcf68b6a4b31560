import {
  estimateRedCellDiameter,
  isRulerSettled,
  supposedDiameter,
} from '../detection/estimateRedCellDiameter.ts';
import type { ClassifiedCell, DetectedCell } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { runAhead } from '../domain/runAhead.ts';
import type { ScannedField } from '../domain/scan.ts';
import type { FieldFailure } from '../domain/slide.ts';
import type { PlacedField } from '../domain/slideInfo.ts';
import type { SlideSource } from '../slides/slideSource.ts';
import { type CellJudgement, createCellSorter } from './cellSorter.ts';
import { chooseRuler } from './chooseRuler.ts';
import type { JobContext } from './jobContext.ts';
import { limitRead } from './limitRead.ts';
import type { ScanSlideRequest } from './messages.ts';
import { type ReadOutcome, readAhead } from './readAhead.ts';
import { refuseUnreadable, stopAtLostSlide } from './refuseUnreadable.ts';
import { fieldsAhead, type ScanTools, searchField } from './searchField.ts';
import type { SlideFindings } from './slideFindings.ts';

/** The slide's ruler is the median over this many readable fields, fewer where they agree: one odd field does not skew it. */
const rulerFieldCount = 5;
/** Larger fields than this in all are not held at once for the ruler; fewer of them serve. */
const rulerPixelLimit = 100e6;

/** Of images larger than this no further ones are held for being searched ahead. */
const aheadPixelLimit = 25e6;

type Reading = ReadOutcome<PlacedField, RgbRaster>;

/** Searches a slide of camera images, each a field, in their natural order. All are searched, however sharp: a
 *  person took each of them. The next ones are decoded while TensorFlow works on the current one.
 *  @throws LabError 'slide-unreadable' | 'file-missing' when no field can be read
 *  @throws LabError 'scale-unknown' when no red cell could be measured and nothing states the scale
 *  @throws LabError 'cancelled' */
export async function scanCameraFields(
  source: SlideSource,
  placed: readonly PlacedField[],
  work: { readonly request: ScanSlideRequest; readonly tools: ScanTools } & Pick<JobContext, 'onProgress'>,
): Promise<SlideFindings> {
  const { request, tools, onProgress } = work;
  const readings = readAhead(
    placed,
    ({ name }) => name,
    async ({ fieldIndex }) =>
      (await limitRead(source.info.name, source.readField(fieldIndex, tools.signal))).pixels,
  );
  const { sample, measuredPx } = await sampleRuler(readings, tools);
  if (sample.every((reading) => !reading.ok))
    refuseUnreadable(
      sample.flatMap((reading) => (reading.ok ? [] : [reading.failure])),
      source,
    );
  const ruler = chooseRuler({
    slideName: request.slide.name,
    filePixelSize: source.info.pixelSize,
    pixelSizeUm: request.pixelSizeUm,
    isPixelSizeForAll: request.isPixelSizeForAll === true,
    redCellDiameterPx: request.redCellDiameterPx,
    measuredPx,
  });
  const fields: ScannedField[] = [];
  const failures: FieldFailure[] = [];
  const sorter = createCellSorter(tools, true);
  /** of each field searched, filled in as its cells are classified */
  const byField: { cells: readonly ClassifiedCell[] }[] = [];
  let foundCount = 0;
  const goal = request.cellGoal;
  let decodeMs = 0;
  const { redCellDiameterPx } = ruler;
  const areLarge = sample.some(
    (reading) => reading.ok && reading.pixels.widthPx * reading.pixels.heightPx > aheadPixelLimit,
  );
  const searched = runAhead(inTurn(sample, readings), areLarge ? 0 : fieldsAhead, async (reading) =>
    reading.ok
      ? { ...reading, ...(await searchField({ pixels: reading.pixels, redCellDiameterPx }, tools)) }
      : reading,
  );
  for await (const reading of searched) {
    if (reading.ok) {
      const { pixels, item, focusScore, found } = reading;
      fields.push(describeField(item, pixels, focusScore));
      foundCount += found.length;
      const ofField: { cells: readonly ClassifiedCell[] } = { cells: [] };
      byField.push(ofField);
      await sorter.add({ pixels, redCellDiameterPx }, found, (judgements) => {
        ofField.cells = joinJudgements(found, judgements, item.fieldIndex);
      });
      decodeMs += reading.durationMs;
    } else {
      stopAtLostSlide(reading.failure);
      failures.push(reading.failure);
    }
    onProgress(
      goal === undefined
        ? { done: fields.length + failures.length, total: placed.length, detail: reading.item.name }
        : { done: Math.min(goal, foundCount), total: goal, detail: reading.item.name },
    );
    if (goal !== undefined && foundCount >= goal) break;
  }
  await sorter.finish();
  const cells = byField.flatMap((ofField) => ofField.cells);
  return {
    ...{ fieldKind: 'camera-image', ruler, fields, failures, leftOut: [], cells, decodeMs, warnings: [] },
    candidateFieldCount: placed.length,
  };
}

/** Widths of red cells in the first fields: of the first two each by itself, side by side and as soon as they are read; of the
 *  others what those come to is measured once more, until they agree.
 *  @returns the fields that were read for it too, in their order */
async function sampleRuler(
  readings: AsyncGenerator<Reading>,
  { finder, other }: ScanTools,
): Promise<{ readonly sample: Reading[]; readonly measuredPx: readonly number[] }> {
  const sample: Reading[] = [];
  let pixelCount = 0;
  async function readNext(): Promise<RgbRaster | undefined> {
    while (pixelCount < rulerPixelLimit) {
      const next = await readings.next();
      if (next.done) return undefined;
      sample.push(next.value);
      if (!next.value.ok) continue;
      const { pixels } = next.value;
      pixelCount += pixels.widthPx * pixels.heightPx;
      return pixels;
    }
    return undefined;
  }
  const measure = (pixels: RgbRaster, supposedPx?: number) =>
    other.timeAsync(() => estimateRedCellDiameter(pixels, finder, supposedPx));
  const measuring: Promise<number | undefined>[] = [];
  while (measuring.length < 2) {
    const pixels = await readNext();
    if (pixels === undefined) break;
    const width = measure(pixels);
    // thrown when it is waited for; until then it is not an unhandled rejection
    width.catch(() => undefined);
    measuring.push(width);
  }
  const measuredPx = (await Promise.all(measuring)).filter((widthPx) => widthPx !== undefined);
  for (let count = 2; count < rulerFieldCount && !isRulerSettled(measuredPx); count += 1) {
    const pixels = await readNext();
    if (pixels === undefined) break;
    const widthPx = await measure(pixels, supposedDiameter(measuredPx));
    if (widthPx !== undefined) measuredPx.push(widthPx);
  }
  return { sample, measuredPx };
}

/** The sample first, each given up as it is taken so that its pixels can go, then the rest. */
async function* inTurn(sample: Reading[], rest: AsyncGenerator<Reading>): AsyncGenerator<Reading> {
  for (let reading = sample.shift(); reading !== undefined; reading = sample.shift()) yield reading;
  yield* rest;
}

function joinJudgements(
  found: readonly DetectedCell[],
  judgements: readonly CellJudgement[],
  fieldIndex: number,
): readonly ClassifiedCell[] {
  return found.flatMap((cell, i) => {
    const judgement = judgements[i];
    return judgement === undefined ? [] : [{ ...cell, ...judgement, fieldIndex }];
  });
}

/** Its size is that of its pixels: a camera image that must be turned has its header's the other way round. */
function describeField(
  { fieldIndex, name, xPx, yPx }: PlacedField,
  { widthPx, heightPx }: RgbRaster,
  focusScore: number,
): ScannedField {
  return { fieldIndex, name, xPx, yPx, widthPx, heightPx, focusScore };
}
