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
  readonly tensorflow: Stopwatch;
  readonly other: Stopwatch;
  readonly signal: AbortSignal;
}

/** The pixels of a field and the width of a red cell in them. */
export interface FieldPixels {
  readonly pixels: RgbRaster;
  readonly redCellDiameterPx: number;
}

/** How sharp the field is, 0..1. @throws LabError 'cancelled' */
export async function measureSharpness(field: FieldPixels, tools: ScanTools): Promise<number> {
  await breathe(tools.signal);
  return tools.other.time(() => measureFocus(field.pixels, field.redCellDiameterPx));
}

/** The white cells of the field, best first, in its pixels. @throws LabError 'cancelled' */
export async function findWhiteCells(
  { pixels, redCellDiameterPx }: FieldPixels,
  tools: ScanTools,
): Promise<readonly DetectedCell[]> {
  await breathe(tools.signal);
  return tools.other.time(() =>
    detectCells(pixels, tools.finder, { redCellDiameterPx, signal: tools.signal }),
  ).cells;
}
