import type { CellFinder } from '../detection/cellFinder.ts';
import { detectCells } from '../detection/detectCells.ts';
import { measureFocus } from '../detection/measureFocus.ts';
import type { DetectedCell } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';
import type { Classifier } from '../network/classifier.ts';
import { breathe } from './readAhead.ts';
import type { Stopwatch } from './stopwatch.ts';

/** What a scan works with. */
export interface ScanTools {
  readonly classifier: Classifier;
  readonly finder: CellFinder;
  /** while a network runs */
  readonly networks: Stopwatch;
  /** while a network runs, or pixels are worked on */
  readonly other: Stopwatch;
  readonly signal: AbortSignal;
}

/** The pixels of a field and the width of a red cell in them. */
export interface FieldPixels {
  readonly pixels: RgbRaster;
  readonly redCellDiameterPx: number;
}

/** What a field shows. */
export interface SearchedField {
  /** 0..1 */
  readonly focusScore: number;
  /** white cells, best first, in the field's pixels */
  readonly found: readonly DetectedCell[];
}

/** While the network looks at one field, pixels of so many others are made ready. */
export const fieldsAhead = 2;

/** How sharp the field is, and its white cells, none of one that is less sharp than wanted.
 *  @param leastFocus 0..1; 0: it is searched however sharp it is
 *  @throws LabError 'cancelled' */
export async function searchField(
  { pixels, redCellDiameterPx }: FieldPixels,
  { finder, other, signal }: ScanTools,
  leastFocus = 0,
): Promise<SearchedField> {
  const measure = () => other.time(() => measureFocus(pixels, redCellDiameterPx));
  const search = () => other.timeAsync(() => detectCells(pixels, finder, { redCellDiameterPx, signal }));
  await breathe(signal);
  if (leastFocus === 0) {
    // the network looks at the field while its sharpness is measured
    const searching = search();
    const focusScore = measure();
    return { focusScore, found: (await searching).cells };
  }
  const focusScore = measure();
  if (focusScore < leastFocus) return { focusScore, found: [] };
  await breathe(signal);
  return { focusScore, found: (await search()).cells };
}
