import type { CellFinder } from '../detection/cellFinder.ts';
import { detectCells } from '../detection/detectCells.ts';
import { measureFocus } from '../detection/measureFocus.ts';
import type { DetectedCell } from '../domain/cell.ts';
import { type Judgement, type ProposedClass, proposeClass } from '../domain/judgement.ts';
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

/** The class of each cell, in the order of `cells`. @throws LabError 'cancelled' */
export async function classifyWhiteCells(
  { pixels, redCellDiameterPx }: FieldPixels,
  work: {
    readonly cells: readonly DetectedCell[];
    readonly isCameraImage: boolean;
    readonly tools: ScanTools;
  },
): Promise<readonly (Judgement & { readonly cellClass: ProposedClass })[]> {
  const { cells, isCameraImage, tools } = work;
  if (cells.length === 0) return [];
  await breathe(tools.signal);
  const rows = await tools.other.timeAsync(() =>
    tools.tensorflow.timeAsync(() =>
      tools.classifier.classifyCells(pixels, cells, { redCellDiameterPx, isCameraImage }),
    ),
  );
  if (rows.length !== cells.length) throw new Error('The classifier gave fewer results than cells');
  return rows.map((judgement) => ({ cellClass: proposeClass(judgement), ...judgement }));
}
