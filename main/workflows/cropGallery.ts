import { blastProbability, type ClassProbabilities } from '../domain/cellClass.ts';
import { redCellWidthUm } from '../domain/pixelSize.ts';
import { medianOf } from '../domain/remainingTime.ts';
import type { ReviewedCell } from '../domain/reviewedCell.ts';
import { countedClass } from '../domain/reviewedCell.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { cropJpeg } from '../slides/cropJpeg.ts';
import { openSlide } from '../slides/openSlide.ts';

/** Edge of a crop in pixels: sharp on paper at 35 mm, a few kB. */
const cropPx = 224;
/** A crop shows this many cell widths: the cell and its neighbourhood. */
const windowCells = 2;

/** A cell of the gallery with its picture. */
export interface CroppedCell {
  readonly cell: ReviewedCell;
  readonly probabilities: ClassProbabilities;
  /** square, the cell in its middle */
  readonly jpeg: Buffer;
  /** edge of the crop; undefined when the slide has no ruler */
  readonly windowUm: number | undefined;
}

/** The cells that most look like blasts, most suspicious first; of those that a report prints with the same
 *  probability, the ones the finder is surest of. Cells that a person called no white cell or
 *  cannot tell, and those that the model has not judged, are left out. */
export function pickSuspiciousCells(cells: readonly ReviewedCell[], count: number): readonly ReviewedCell[] {
  return cells
    .filter((cell) => cell.prediction !== undefined && countedClass(cell) !== undefined)
    .toSorted((a, b) => printedSuspicionOf(b) - printedSuspicionOf(a) || b.score - a.score)
    .slice(0, count);
}

/** P(blast-like) to the two digits that a report prints. */
function printedSuspicionOf(cell: ReviewedCell): number {
  return cell.prediction === undefined
    ? 0
    : Math.round(100 * blastProbability(cell.prediction.probabilities));
}

/** Cuts the picture of each cell out of its slide, all at one scale so that sizes can be compared. Each field
 *  is decoded once.
 *  @returns in the order of `cells`
 *  @throws LabError of the slide's reader */
export async function cropGallery(
  entry: SlideEntry,
  cells: readonly ReviewedCell[],
  redCellDiameterPx: number | undefined,
): Promise<readonly CroppedCell[]> {
  const typicalPx = medianOf(cells.map(longerSidePx)) ?? 0;
  const source = await openSlide(entry);
  try {
    const crops = new Map<string, CroppedCell>();
    for (const [fieldName, ofField] of Map.groupBy(cells, (cell) => cell.fieldName)) {
      const { pixels } = await source.readField(
        source.info.fields?.findIndex(({ name }) => name === fieldName) ?? -1,
      );
      for (const cell of ofField) {
        if (cell.prediction === undefined) continue;
        // a cell far larger than the others is still shown whole
        const edgePx = Math.max(windowCells * typicalPx, 1.2 * longerSidePx(cell));
        const jpeg = await cropJpeg(pixels, squareAround(cell, edgePx), cropPx);
        const windowUm =
          redCellDiameterPx === undefined ? undefined : (edgePx / redCellDiameterPx) * redCellWidthUm;
        crops.set(cell.id, { cell, probabilities: cell.prediction.probabilities, jpeg, windowUm });
      }
    }
    return cells.flatMap((cell) => crops.get(cell.id) ?? []);
  } finally {
    source.dispose();
  }
}

function longerSidePx(cell: ReviewedCell): number {
  return Math.max(cell.widthPx, cell.heightPx);
}

function squareAround(cell: ReviewedCell, edgePx: number) {
  return {
    xPx: cell.xPx + cell.widthPx / 2 - edgePx / 2,
    yPx: cell.yPx + cell.heightPx / 2 - edgePx / 2,
    widthPx: edgePx,
    heightPx: edgePx,
  };
}
