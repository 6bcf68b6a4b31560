import type { DetectedCell, PixelBox } from '../domain/cell.ts';
import type { FieldPyramid } from '../pixels/fieldPyramid.ts';
import { areAlike } from './areAlike.ts';
import type { CellFinder } from './cellFinder.ts';
import { lookAtWindow } from './lookAtWindow.ts';
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

/** A handful of cells may agree by chance: this many count half of what many do. */
const fewCells = 4;

/** Coverage times agreement below which a scale is not believed: wrong scales reach 0.01, right ones 0.03 and
 *  more, in fields of TXL-PBC train and kaggle-all. */
const leastEvidence = 0.01;

interface MeasuredCell {
  readonly widthPx: number;
  readonly areaPx: number;
  readonly score: number;
}

/** The middle of a field as seen at one scale; widths in field pixels. */
interface View {
  readonly diameterPx: number;
  readonly window: PixelBox;
  /** area of the window over that of the field, 0..1: of two scales that explain what they see as well, the one
   *  that saw more of the field is the likelier */
  readonly fieldShare: number;
  readonly whiteCells: readonly MeasuredCell[];
  readonly redCells: readonly MeasuredCell[];
}

interface Hypothesis {
  readonly diameterPx: number;
  readonly evidence: number;
}

/** A supposed width that is wrong by more than this is not what the network was shown the field at: it is looked for. */
const supposedFactor = 1.25;

/** Finds the magnification of a field: the rung of the ladder at which cells cover most of what is looked at
 *  and have the size they should have there; then measures once more at that scale.
 *  @param supposedPx what a red cell's width was in another field of the same camera: tried first, alone */
export async function measureScale(
  field: FieldPyramid,
  finder: CellFinder,
  supposedPx?: number,
): Promise<FieldScale> {
  if (supposedPx !== undefined) {
    const measured = await refine(field, finder, supposedPx);
    if (measured !== undefined && areAlike([measured, supposedPx], supposedFactor))
      return { workingDiameterPx: measured, redCellDiameterPx: measured };
  }
  const views = await Promise.all(
    ladderPx
      .filter((diameterPx) => fitsField(field, diameterPx))
      .map((diameterPx) => look(field, finder, { diameterPx, sidePx: ladderSidePx })),
  );
  for (const { diameterPx } of rank(views.map((view) => weigh(view.redCells, view, 1)))) {
    const refined = await refine(field, finder, diameterPx);
    if (refined !== undefined) return { workingDiameterPx: refined, redCellDiameterPx: refined };
  }
  const [byWhiteCells] = rank(views.map((view) => weigh(view.whiteCells, view, whiteCellPerRedCell)));
  return { workingDiameterPx: byWhiteCells?.diameterPx, redCellDiameterPx: undefined };
}

/** Whether two red cells of that width would fit side by side: less of a smear proves no scale. */
function fitsField(field: FieldPyramid, diameterPx: number): boolean {
  return Math.min(field.widthPx, field.heightPx) >= 2 * diameterPx;
}

/** The middle of the field at one scale, at most sidePx network pixels wide and high. */
async function look(
  field: FieldPyramid,
  finder: CellFinder,
  at: { readonly diameterPx: number; readonly sidePx: number },
): Promise<View> {
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
  const seen = await lookAtWindow(field, finder, { window, size, leastScore: whiteCellScore });
  return {
    diameterPx: at.diameterPx,
    window,
    fieldShare: (widthPx * heightPx) / (field.widthPx * field.heightPx),
    whiteCells: measureWidths(suppressOverlaps(seen.whiteCells), window),
    redCells: measureWidths(suppressOverlaps(seen.redCells), window),
  };
}

/** The widths of cells: the mean of both sides of a whole cell; of one cut by an edge the uncut side, as long as
 *  more than half of the cell is in view, and nothing otherwise. */
function measureWidths(cells: readonly DetectedCell[], window: PixelBox): readonly MeasuredCell[] {
  return cells.flatMap((cell) => {
    const cutX = isCut(cell.xPx, cell.widthPx, window.xPx, window.widthPx);
    const cutY = isCut(cell.yPx, cell.heightPx, window.yPx, window.heightPx);
    if (cutX && cutY) return [];
    if (cutX && cell.widthPx < 0.6 * cell.heightPx) return [];
    if (cutY && cell.heightPx < 0.6 * cell.widthPx) return [];
    const whole = Math.sqrt(cell.widthPx * cell.heightPx);
    const widthPx = cutX ? cell.heightPx : cutY ? cell.widthPx : whole;
    return [{ widthPx, areaPx: cell.widthPx * cell.heightPx, score: cell.score }];
  });
}

/** Whether a span reaches the edge of the window, to a twentieth of its length. */
function isCut(start: number, length: number, windowStart: number, windowLength: number): boolean {
  const slack = 0.05 * length;
  return start <= windowStart + slack || start + length >= windowStart + windowLength - slack;
}

/** The red cell's width by the cells of a view, and how much speaks for it.
 *  @param widthInRedCells how many red cells wide these cells are
 *  @returns undefined without cells */
function weigh(cells: readonly MeasuredCell[], view: View, widthInRedCells: number): Hypothesis | undefined {
  const width = medianWidth(cells);
  if (width === undefined) return undefined;
  const diameterPx = width / widthInRedCells;
  const agreement = cells.length / (cells.length + fewCells);
  const evidence =
    coverage(cells, view.window) * likeness(diameterPx, view.diameterPx) * agreement * view.fieldShare ** 0.2;
  return { diameterPx, evidence };
}

/** Share of the window covered by cells, each by its score: the same at every scale of the same scene. */
function coverage(cells: readonly MeasuredCell[], window: PixelBox): number {
  const covered = cells.reduce((sum, cell) => sum + cell.score * cell.areaPx, 0);
  return covered / (window.widthPx * window.heightPx);
}

/** 1 when the measured width is the one that was supposed, falling off as a Gaussian of their logarithm. */
function likeness(measuredPx: number, supposedPx: number): number {
  return Math.exp(-((Math.log(measuredPx / supposedPx) / sizeTolerance) ** 2) / 2);
}

/** Hypotheses with any evidence, strongest first. */
function rank(hypotheses: readonly (Hypothesis | undefined)[]): readonly Hypothesis[] {
  return hypotheses
    .filter((one) => one !== undefined)
    .filter((one) => one.evidence > leastEvidence)
    .sort((a, b) => b.evidence - a.evidence);
}

/** The median red cell at nearly the right scale; undefined when too few are seen there. */
async function refine(
  field: FieldPyramid,
  finder: CellFinder,
  diameterPx: number,
): Promise<number | undefined> {
  const { redCells } = await look(field, finder, { diameterPx, sidePx: refineSidePx });
  return redCells.length < leastRedCells ? undefined : medianWidth(redCells);
}

function medianWidth(cells: readonly MeasuredCell[]): number | undefined {
  return weightedMedian(cells.map((cell) => ({ value: cell.widthPx, weight: cell.score })));
}
