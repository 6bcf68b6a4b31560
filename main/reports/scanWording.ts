import { assertNever } from '../domain/assertNever.ts';
import { type PixelSize, redCellWidthUm } from '../domain/pixelSize.ts';
import { countOf } from './formatFigures.ts';
import type { ReportedSlide } from './reportInput.ts';

/* What a report says of how the slide was scanned. */

/** "12 fields read, none failed"; "60 of 240 regions read, as the scan was to stop at 200 cells, 3 left out as
 *  blurred, 1 part unreadable". */
export function describeFields(slide: ReportedSlide): string {
  const isRegion = slide.fieldKind === 'region';
  const noun = isRegion ? 'region' : 'field';
  const seen = slide.fieldCount + slide.leftOutCount;
  const candidates = slide.candidateFieldCount ?? seen;
  const stoppedEarly = slide.cellGoal !== undefined && seen < candidates;
  const read = stoppedEarly
    ? `${slide.fieldCount} of ${countOf(candidates, noun)} read, as the scan was to stop at ${slide.cellGoal} cells`
    : `${countOf(slide.fieldCount, noun)} read`;
  const leftOut = slide.leftOutCount === 0 ? [] : [`${slide.leftOutCount} left out as blurred`];
  return [read, ...leftOut, describeFailures(slide)].join(', ');
}

function describeFailures({ failedFields, fieldKind }: ReportedSlide): string {
  if (failedFields.length === 0) return 'none failed';
  return fieldKind === 'region'
    ? `${countOf(failedFields.length, 'part')} unreadable`
    : `${failedFields.length} failed`;
}

/** "0.2498 µm, from the file"; "0.10 µm (0.09 to 0.12), estimated from red cells". */
export function describePixelSize(pixelSize: PixelSize | undefined): string {
  if (pixelSize === undefined) return 'not known: no lengths are given';
  const { xUm, yUm, origin, interval } = pixelSize;
  const size = xUm === yUm ? formatUm(xUm) : `${formatUm(xUm)} x ${formatUm(yUm)}`;
  const between =
    interval === undefined ? '' : ` (${interval.lowUm.toPrecision(2)} to ${interval.highUm.toPrecision(2)})`;
  return `${size} µm${between}, ${sayOrigin(origin)}`;
}

/** How the scale bars of a gallery came by their length. */
export function sayOrigin(origin: PixelSize['origin']): string {
  switch (origin) {
    case 'file':
      return 'from the file';
    case 'manual':
      return 'set by hand';
    case 'estimated':
      return 'estimated from red cells';
    default:
      return assertNever(origin);
  }
}

/** What lengths in micrometres rest on. */
export function describeScaleLimitation(pixelSize: PixelSize | undefined): string {
  const unchecked = 'They were not measured against a stage micrometer.';
  if (pixelSize === undefined)
    return 'Lengths in micrometres are not given: the size of a pixel is not known.';
  switch (pixelSize.origin) {
    case 'file':
      return `Lengths in micrometres rest on the pixel size that the slide’s file states. ${unchecked}`;
    case 'manual':
      return `Lengths in micrometres rest on a scale that was set by hand. ${unchecked}`;
    case 'estimated':
      return `Lengths in micrometres are estimated: a red cell is taken to be ${redCellWidthUm} µm wide. ${unchecked}`;
    default:
      return assertNever(pixelSize.origin);
  }
}

/** Four digits of what is known exactly, as files have it. */
function formatUm(um: number): string {
  return String(Number(um.toPrecision(4)));
}
