import { type CellClass, type ClassProbabilities, cellClasses, isBlastLike } from '../domain/cellClass.ts';
import type { PixelSize } from '../domain/pixelSize.ts';
import { medianOf } from '../domain/remainingTime.ts';
import type { ReviewedCell } from '../domain/reviewedCell.ts';
import { countedClass } from '../domain/reviewedCell.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { cropJpeg } from '../slides/cropJpeg.ts';
import { withCellPictures } from './cellPictures.ts';

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
  /** edge of the crop; undefined when the size of a pixel is not known */
  readonly windowUm: number | undefined;
}

/** The cells that most look like blasts, most suspicious first; of those that a report prints with the same
 *  probability, the ones the finder is surest of. Cells that a person called no white cell or
 *  cannot tell, and those that the model has not judged, are left out. */
export function pickSuspiciousCells(
  cells: readonly ReviewedCell[],
  count: number,
  isBlast: (cellClass: CellClass) => boolean = isBlastLike,
): readonly ReviewedCell[] {
  const blasts = cellClasses.filter(isBlast);
  /** P(blast-like) to the two digits that a report prints */
  const printedSuspicionOf = ({ prediction }: ReviewedCell) =>
    Math.round(100 * blasts.reduce((sum, one) => sum + (prediction?.probabilities[one] ?? 0), 0));
  return cells
    .filter((cell) => cell.prediction !== undefined && countedClass(cell) !== undefined)
    .toSorted((a, b) => printedSuspicionOf(b) - printedSuspicionOf(a) || b.score - a.score)
    .slice(0, count);
}

/** Cuts the picture of each cell out of its slide, all at one scale so that sizes can be compared.
 *  @param pixelSize of the scan
 *  @returns in the order of `cells`
 *  @throws LabError of the slide's reader */
export async function cropGallery(
  entry: SlideEntry,
  cells: readonly ReviewedCell[],
  pixelSize: PixelSize | undefined,
): Promise<readonly CroppedCell[]> {
  const typicalPx = medianOf(cells.map(longerSidePx)) ?? 0;
  if (cells.length === 0) return [];
  return withCellPictures(entry, async (pictures) => {
    const crops = new Map<string, CroppedCell>();
    // the cells of one camera image one after the other: it is decoded once
    for (const ofField of Map.groupBy(cells, (cell) => cell.fieldName).values()) {
      for (const cell of ofField) {
        if (cell.prediction === undefined) continue;
        // a cell far larger than the others is still shown whole
        const edgePx = Math.max(windowCells * typicalPx, 1.2 * longerSidePx(cell));
        const { pixels, square } = await pictures.readAround(cell, edgePx);
        const windowUm = pixelSize === undefined ? undefined : square.widthPx * edgeUm(pixelSize);
        const jpeg = await cropJpeg(pixels, square, cropPx);
        crops.set(cell.id, { cell, probabilities: cell.prediction.probabilities, jpeg, windowUm });
      }
    }
    return cells.flatMap((cell) => crops.get(cell.id) ?? []);
  });
}

/** Edge of a pixel, the geometric mean where its sides differ. */
function edgeUm({ xUm, yUm }: PixelSize): number {
  return Math.sqrt(xUm * yUm);
}

function longerSidePx(cell: ReviewedCell): number {
  return Math.max(cell.widthPx, cell.heightPx);
}
