import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { listCells } from '../database/cells.ts';
import type { Db } from '../database/open.ts';
import { listSlides } from '../database/slides.ts';
import { type CellClass, cellClasses } from '../domain/cellClass.ts';
import { LabError } from '../domain/labError.ts';
import type { LabelledCell } from '../domain/labelledImage.ts';
import type { ReviewedCell } from '../domain/reviewedCell.ts';
import type { SlideRecord } from '../domain/slideRecord.ts';
import type { ReviewedPicture } from '../domain/splitReviewedCells.ts';
import { resampleWindow } from '../pixels/resample.ts';
import { writePng } from '../slides/writeImage.ts';
import { withCellPictures } from './cellPictures.ts';
import { refuseChangedSlide } from './refuseChangedSlide.ts';

/** Edge of a crop in red cells: more than any window round a cell that a network is shown, moved and zoomed. */
const windowRedCells = 11.2;

/** The cell in the middle of such a crop: its place, and its ruler. @param edgePx edge of the crop */
export function cellOfCrop(edgePx: number): LabelledCell {
  const redCellDiameterPx = edgePx / windowRedCells;
  return {
    xPx: edgePx / 2 - redCellDiameterPx,
    yPx: edgePx / 2 - redCellDiameterPx,
    widthPx: 2 * redCellDiameterPx,
    heightPx: 2 * redCellDiameterPx,
    redCellDiameterPx,
  };
}

export interface WriteCellsOptions {
  readonly signal: AbortSignal;
  readonly onSlide: (done: number, total: number, name: string) => void;
  /** false: nothing is cut out of the slide */
  readonly isWanted: (slide: SlideRecord) => boolean;
}

/** Writes a picture of every cell that a person gave a class, one folder a class, cut at the slide's own
 *  resolution. Cells that are unidentified or no white cells teach no class.
 *  @returns each picture with its class, its slide and its field
 *  @throws LabError 'slide-changed' | 'file-missing' when a slide is not what was reviewed */
export async function writeReviewedCells(
  db: Db,
  folder: string,
  options: WriteCellsOptions,
): Promise<readonly ReviewedPicture[]> {
  for (const cellClass of cellClasses) await mkdir(join(folder, cellClass), { recursive: true });
  const slides = listSlides(db).filter((slide) => slide.currentScan !== undefined && options.isWanted(slide));
  const items: ReviewedPicture[] = [];
  for (const [index, slide] of slides.entries()) {
    if (options.signal.aborted) throw new LabError('cancelled', 'Stopped while reviewed cells were cut out.');
    const cells = listCells(db, slide.id).flatMap(taughtCell);
    if (cells.length > 0) {
      await refuseChangedSlide(slide, options.signal);
      items.push(...(await writeCellsOfSlide(slide, cells, { folder, signal: options.signal })));
    }
    options.onSlide(index + 1, slides.length, slide.name);
  }
  return items;
}

interface TaughtCell {
  readonly cell: ReviewedCell;
  readonly cellClass: CellClass;
}

function taughtCell(cell: ReviewedCell): readonly TaughtCell[] {
  const cellClass = cellClasses.find((one) => one === cell.verdict);
  return cellClass === undefined ? [] : [{ cell, cellClass }];
}

async function writeCellsOfSlide(
  slide: SlideRecord,
  cells: readonly TaughtCell[],
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<readonly ReviewedPicture[]> {
  const edgePx = Math.round(windowRedCells * (slide.currentScan?.redCellDiameterPx ?? 0));
  if (edgePx === 0)
    throw new LabError('scale-unknown', `${slide.name} has no ruler. Scan it again with --red-cell-px.`);
  return withCellPictures(
    slide,
    async (pictures) => {
      const items: ReviewedPicture[] = [];
      for (const ofField of Map.groupBy(cells, ({ cell }) => cell.fieldName).values())
        for (const { cell, cellClass } of ofField) {
          const { pixels, square } = await pictures.readAround(cell, edgePx);
          const path = join(folder, cellClass, `${slide.id}-${cell.id}.png`);
          // what lies beyond the image is its mirror image, as for the network
          await writePng(resampleWindow(pixels, square, square), path);
          const group = slide.sha256 ?? slide.id;
          items.push({
            path,
            cellClass,
            cell: cellOfCrop(edgePx),
            group,
            field: `${group} ${cell.fieldName}`,
          });
        }
      return items;
    },
    signal,
  );
}
