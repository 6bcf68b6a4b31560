import type { DetectedCell, PixelBox } from '../domain/cell.ts';
import type { CellFinder } from './cellFinder.ts';
import type { FieldPyramid } from './fieldPyramid.ts';
import { lookAtWindow, type WindowCells } from './lookAtWindow.ts';
import { suppressOverlaps } from './suppressOverlaps.ts';
import { weightedMedian } from './weightedMedian.ts';

/** The scale of a field. */
export interface FieldScale {
  /** what the network should take a red cell's width for, field pixels; undefined when nothing was found */
  readonly workingDiameterPx: number | undefined;
  /** median width of the red cells that were seen; undefined when fewer than `leastRedCells` were */
  readonly redCellDiameterPx: number | undefined;
}

/** Widths of a red cell, field pixels, that are tried first: from a 10x objective to a 100x one on a fine
 *  camera. A factor of 2.2 apart, since the network sees cells from 0.6 to 1.65 times its own scale. */
const ladderPx = [8.5, 19, 42, 92, 200] as const;

/** Largest side of what is looked at, network pixels: on the ladder 9.6 red cells, to refine 16. */
const ladderSidePx = 192;
const refineSidePx = 320;

/** The ruler is the median of at least this many red cells. */
const leastRedCells = 3;

/** A white cell's width in red cells, where no red cell is to be seen: between lymphoblasts (1.4 in
 *  kaggle-all) and mature cells (1.9, the median of TXL-PBC train). */
const whiteCellPerRedCell = 1.7;

/** White cells below this score don't count for the scale. */
const whiteCellScore = 0.3;

/** How far a cell may be from the size it should have at the right scale: standard deviation of the
 *  logarithm. */
const sizeTolerance = 0.35;

interface Hypothesis {
  readonly diameterPx: number;
  readonly evidence: number;
}

/** Finds the magnification of a field: the rung of the ladder at which cells cover most of what is looked at
 *  and have the size they should have there; then measures once more at that scale. */
export function measureScale(field: FieldPyramid, finder: CellFinder): FieldScale {
  const views = ladderPx
    .filter((diameterPx) => fitsField(field, diameterPx))
    .map((diameterPx) => ({ diameterPx, ...look(field, finder, { diameterPx, sidePx: ladderSidePx }) }));
  const byRedCells = best(views.map((view) => weighRedCells(view.redCells, view)));
  if (byRedCells !== undefined) {
    const refined = refine(field, finder, byRedCells.diameterPx);
    if (refined !== undefined) return { workingDiameterPx: refined, redCellDiameterPx: refined };
  }
  const byWhiteCells = best(views.map((view) => weighWhiteCells(view.whiteCells, view)));
  return { workingDiameterPx: byWhiteCells?.diameterPx, redCellDiameterPx: undefined };
}

/** Whether at least one red cell of that width would fit into the field, and it isn't below a few network
 *  pixels. */
function fitsField(field: FieldPyramid, diameterPx: number): boolean {
  return Math.min(field.widthPx, field.heightPx) >= diameterPx;
}

/** The middle of the field at one scale, at most sidePx network pixels wide and high. */
function look(
  field: FieldPyramid,
  finder: CellFinder,
  at: { readonly diameterPx: number; readonly sidePx: number },
): WindowCells & { readonly window: PixelBox } {
  const zoom = finder.redCellPx / at.diameterPx;
  const size = {
    widthPx: Math.max(1, Math.min(at.sidePx, Math.round(field.widthPx * zoom))),
    heightPx: Math.max(1, Math.min(at.sidePx, Math.round(field.heightPx * zoom))),
  };
  const widthPx = Math.min(field.widthPx, size.widthPx / zoom);
  const heightPx = Math.min(field.heightPx, size.heightPx / zoom);
  const window = {
    xPx: (field.widthPx - widthPx) / 2,
    yPx: (field.heightPx - heightPx) / 2,
    widthPx,
    heightPx,
  };
  const seen = lookAtWindow(field, finder, { window, size, leastScore: whiteCellScore });
  const whole = (cell: DetectedCell) => isWhole(cell, window);
  return {
    window,
    whiteCells: suppressOverlaps(seen.whiteCells).filter(whole),
    redCells: suppressOverlaps(seen.redCells).filter(whole),
  };
}

/** Cells cut by the edge would measure too small. */
function isWhole(cell: PixelBox, window: PixelBox): boolean {
  const slackPx = 0.05 * Math.max(cell.widthPx, cell.heightPx);
  return (
    cell.xPx > window.xPx + slackPx &&
    cell.yPx > window.yPx + slackPx &&
    cell.xPx + cell.widthPx < window.xPx + window.widthPx - slackPx &&
    cell.yPx + cell.heightPx < window.yPx + window.heightPx - slackPx
  );
}

function weighRedCells(
  cells: readonly DetectedCell[],
  view: { readonly diameterPx: number; readonly window: PixelBox },
): Hypothesis | undefined {
  if (cells.length < leastRedCells) return undefined;
  const diameterPx = medianSide(cells) ?? view.diameterPx;
  return { diameterPx, evidence: coverage(cells, view.window) * likeness(diameterPx, view.diameterPx) };
}

function weighWhiteCells(
  cells: readonly DetectedCell[],
  view: { readonly diameterPx: number; readonly window: PixelBox },
): Hypothesis | undefined {
  const side = medianSide(cells);
  if (side === undefined) return undefined;
  const diameterPx = side / whiteCellPerRedCell;
  return { diameterPx, evidence: coverage(cells, view.window) * likeness(diameterPx, view.diameterPx) };
}

/** Share of the window covered by cells, each by its score: the same at every scale of the same scene. */
function coverage(cells: readonly DetectedCell[], window: PixelBox): number {
  const covered = cells.reduce((sum, cell) => sum + cell.score * cell.widthPx * cell.heightPx, 0);
  return covered / (window.widthPx * window.heightPx);
}

/** 1 when the measured width is the one that was supposed, falling off as a Gaussian of their logarithm. */
function likeness(measuredPx: number, supposedPx: number): number {
  return Math.exp(-((Math.log(measuredPx / supposedPx) / sizeTolerance) ** 2) / 2);
}

function best(hypotheses: readonly (Hypothesis | undefined)[]): Hypothesis | undefined {
  return hypotheses
    .filter((one) => one !== undefined)
    .reduce<Hypothesis | undefined>(
      (most, one) => (most === undefined || one.evidence > most.evidence ? one : most),
      undefined,
    );
}

function refine(field: FieldPyramid, finder: CellFinder, diameterPx: number): number | undefined {
  const { redCells } = look(field, finder, { diameterPx, sidePx: refineSidePx });
  return redCells.length < leastRedCells ? undefined : medianSide(redCells);
}

function medianSide(cells: readonly DetectedCell[]): number | undefined {
  return weightedMedian(
    cells.map((cell) => ({ value: Math.sqrt(cell.widthPx * cell.heightPx), weight: cell.score })),
  );
}
