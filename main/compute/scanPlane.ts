import { findSmearArea } from '../detection/findSmearArea.ts';
import { countGridFields, type PlannedField, planFields } from '../detection/planFields.ts';
import { LabError } from '../domain/labError.ts';
import { runAhead } from '../domain/runAhead.ts';
import type { SlideSource } from '../slides/slideSource.ts';
import { chooseRuler, type Ruler } from './chooseRuler.ts';
import type { JobContext } from './jobContext.ts';
import { measurePlaneRedCells } from './measurePlane.ts';
import type { ScanSlideRequest } from './messages.ts';
import { orderFields } from './orderFields.ts';
import { readAhead } from './readAhead.ts';
import { addDamage, readOverview } from './readOverview.ts';
import { chooseMagnification, readScaled, type ScaledRegion } from './readScaled.ts';
import { refuseUnreadable } from './refuseUnreadable.ts';
import { createRegionSearch } from './regionSearch.ts';
import { fieldsAhead, type ScanTools } from './searchField.ts';
import type { SlideFindings } from './slideFindings.ts';

/** Fields are read with red cells at least this wide, what the cell finder and the classifiers look at. */
export const leastRedCellPx = 20;

/** A red cell narrower than this shows no white cell's nucleus: 1.8 µm a pixel, an objective below 10x. */
const narrowestRedCellPx = 4;

/** A slide glass of 25 x 76 mm has 14,000 fields; more are no measure of blood but a wrong one of pixels. */
const mostFields = 100_000;

/** Share of blurred fields from which a person is told to scan anew. */
const manyBlurred = 0.5;

/** Searches a continuous slide: finds the smear at low power, measures its red cells, and looks at its fields, the
 *  best monolayer first, until the goal is reached. Blurred fields are left out and counted; of a damaged one the
 *  rest is searched. Memory holds a few fields and the cells, whatever the slide's size.
 *  @throws LabError 'slide-unreadable' | 'file-missing' | 'image-too-large' | 'scale-unknown' | 'cancelled' */
export async function scanPlane(
  source: SlideSource,
  work: { readonly request: ScanSlideRequest; readonly tools: ScanTools } & Pick<JobContext, 'onProgress'>,
): Promise<SlideFindings> {
  const { request, tools } = work;
  const { info } = source;
  const overview = await readOverview(source, tools.signal);
  const area = addDamage(findSmearArea(overview.pixels), overview);
  const ruler = chooseRuler({
    slideName: request.slide.name,
    filePixelSize: info.pixelSize,
    pixelSizeUm: request.pixelSizeUm,
    isPixelSizeForAll: request.isPixelSizeForAll === true,
    redCellDiameterPx: request.redCellDiameterPx,
    measuredPx: await measurePlaneRedCells(source, { overview, area }, tools),
  });
  const { redCellDiameterPx } = ruler;
  refuseAbsurdRuler(source, ruler);
  const candidates = planFields(info, redCellDiameterPx, area);
  const at = chooseMagnification(info, { widthPx: redCellDiameterPx, leastPx: leastRedCellPx });
  const search = createRegionSearch(source, { redCellDiameterPx, tools });
  const order = { candidates, redCellDiameterPx, white: area.white };
  const goal = request.cellGoal;
  let candidateFieldCount = candidates.length;
  let decodeMs = 0;
  batches: for await (const batch of orderFields(source, order, tools)) {
    candidateFieldCount -= batch.emptyCount;
    const read = (field: PlannedField) => readField(source, { field, at }, tools.signal);
    const readings = readAhead(batch.fields, ({ name }) => name, read);
    for await (const looked of runAhead(readings, fieldsAhead, search.look)) {
      const { reading } = looked;
      if (reading.ok) decodeMs += reading.durationMs;
      await search.add(looked);
      const { doneCount, cellCount } = search.counts();
      work.onProgress(
        goal === undefined
          ? { done: doneCount, total: candidateFieldCount, detail: reading.item.name }
          : { done: Math.min(goal, cellCount), total: goal, detail: reading.item.name },
      );
      if (goal !== undefined && cellCount >= goal) break batches;
    }
  }
  const found = await search.findings();
  if (found.fields.length === 0 && found.leftOut.length === 0) refuseUnreadable(found.failures, source);
  return {
    fieldKind: 'region',
    ruler,
    ...found,
    candidateFieldCount,
    warnings: warnOf(info.name, found),
    decodeMs,
  };
}

/** What a person should know of a slide of which little was searched: no cells found says nothing then. */
function warnOf(
  slideName: string,
  { fields, leftOut, failures }: Pick<SlideFindings, 'fields' | 'leftOut' | 'failures'>,
): readonly string[] {
  const readCount = fields.length + leftOut.length;
  if (readCount + failures.length === 0)
    return [
      `${slideName} shows nothing to search: it looks like empty glass. Check that it is the right slide.`,
    ];
  if (leftOut.length < manyBlurred * readCount || leftOut.length === 0) return [];
  const share = leftOut.length === readCount ? 'All' : `${leftOut.length} of the`;
  return [
    `${share} ${readCount} regions of ${slideName} that were read are out of focus and were left out. Scan the ` +
      'glass anew if you can.',
  ];
}

/** @throws LabError 'tile-unreadable' when nothing of the field is whole */
async function readField(
  source: SlideSource,
  { field, at }: { readonly field: PlannedField; readonly at: Parameters<typeof readScaled>[1]['at'] },
  signal: AbortSignal,
): Promise<ScaledRegion> {
  const region = await readScaled(source, { box: field.window, at }, signal);
  const damagedPx = region.damaged.reduce((sum, part) => sum + part.widthPx * part.heightPx, 0);
  // what reaches beyond the slide by a fraction of a pixel is never damaged
  if (damagedPx < 0.99 * field.window.widthPx * field.window.heightPx) return region;
  throw new LabError(
    'tile-unreadable',
    `Cannot read the field ${field.name} of ${source.info.name}: its tiles are damaged. The rest of the slide was ` +
      'scanned; cells that lie there are not counted.',
  );
}

/** @throws LabError 'scale-unknown' when the scale fits no picture of blood */
function refuseAbsurdRuler({ info }: SlideSource, { redCellDiameterPx, pixelSize }: Ruler): void {
  const said = pixelSize === undefined ? '' : ` at ${pixelSize.xUm.toPrecision(3)} µm a pixel`;
  if (redCellDiameterPx < narrowestRedCellPx)
    throw new LabError(
      'scale-unknown',
      `${info.name} cannot be searched for cells: a red cell is only ${redCellDiameterPx.toFixed(1)} px wide${said}. ` +
        'Scan the glass with a 20x objective or a stronger one, or correct the scale with --red-cell-px.',
    );
  const fieldCount = countGridFields(info, redCellDiameterPx);
  if (fieldCount <= mostFields) return;
  throw new LabError(
    'scale-unknown',
    `${info.name} would be larger than any slide glass: ${info.widthPx} x ${info.heightPx} px with red cells ` +
      `${redCellDiameterPx.toFixed(1)} px wide${said}. Correct the scale with --red-cell-px.`,
    { fieldCount },
  );
}
