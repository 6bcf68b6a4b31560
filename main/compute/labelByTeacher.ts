import type { CellFinder } from '../detection/cellFinder.ts';
import { lookAtWindow } from '../detection/lookAtWindow.ts';
import { measureScale } from '../detection/measureScale.ts';
import { suppressOverlaps } from '../detection/suppressOverlaps.ts';
import type { DetectedCell, PixelBox } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { openCellFinder } from '../network/openCellFinder.ts';
import { pyramidOf } from '../pixels/fieldPyramid.ts';
import { readImage } from '../slides/readImage.ts';
import type { DetectorTeacher } from './detectorRequest.ts';
import { cutCloseUp, type OriginField, shrinkField } from './loadLabelledFields.ts';
import { breathe } from './readAhead.ts';
import { listVioletBlobs, type VioletBlob } from './violetBlobs.ts';
import { chooseVioletThreshold, ellipseMean, measureDarkness, measureViolet } from './violetShare.ts';

/** What the teacher proposes at least, and the red cells it is sure of. */
const proposed = { white: 0.2, red: 0.2 } as const;
const sureRed = 0.4;

/** A red cell is at least this many levels of green darker than the ground; gaps between cells aren't. */
const leastDarkness = 10;

/** A violet patch this round, this little drawn out and of this size, in red-cell areas, is one cell and its box is the cell's; a
 *  smaller one is a platelet or debris. Chosen by eye on fields of kaggle-all. */
const oneCell = { roundness: 0.89, aspect: 1.7, leastArea: 0.55, mostArea: 5 } as const;
const debrisArea = 0.25;

/** In a patch of several cells the teacher's boxes are taken, if the stain fills each and they cover nearly all
 *  of the patch; otherwise the patch is unknown. */
const violetEnough = 0.6;
const patchCovered = 0.85;
const violetTooLittle = 0.25;

/** Labels fields by an earlier detector (self-training, Xie et al. 2020, arXiv 1911.04252) and by their
 *  stain: sure cells become labels, doubtful ones unknown places. Fields without a ruler or
 *  without anything violet are left out.
 *  @throws LabError of openCellFinder and readImage, or 'cancelled' */
export async function labelByTeacher(
  teacher: DetectorTeacher,
  signal: AbortSignal,
): Promise<readonly OriginField[]> {
  const finder = await openCellFinder(teacher.modelFolder);
  const fields: OriginField[] = [];
  try {
    for (const path of teacher.fieldPaths) {
      await breathe(signal);
      const field = await labelField(await readImage(path, signal), finder, teacher);
      if (field !== undefined) fields.push(field);
    }
  } finally {
    finder.dispose();
  }
  return fields;
}

async function labelField(
  pixels: RgbRaster,
  finder: CellFinder,
  teacher: DetectorTeacher,
): Promise<OriginField | undefined> {
  const violet = measureViolet(pixels);
  const threshold = chooseVioletThreshold(violet);
  const seen = await lookAtField(pixels, finder);
  if (seen === undefined || threshold === undefined) return undefined;
  const stain = violet.map((level) => (level > threshold ? 1 : 0));
  const darkness = measureDarkness(pixels);
  const violetOf = (box: PixelBox) => ellipseMean(stain, pixels, box);
  if (isStainMisled(seen.redCells.map(violetOf))) return undefined;
  const { raster, zoom } = shrinkField(pixels, seen.redCellDiameterPx);
  const stained = seen.whiteCells.filter((cell) => violetOf(cell) >= violetEnough);
  const patches = listVioletBlobs(violet, pixels, threshold).map((blob) =>
    judgePatch(blob, suppressOverlaps(stained), seen.redCellDiameterPx),
  );
  const red = seen.redCells.filter(
    (cell) => violetOf(cell) < violetTooLittle && ellipseMean(darkness, pixels, cell) > leastDarkness,
  );
  const shrink = (cell: PixelBox): PixelBox => ({
    xPx: cell.xPx * zoom,
    yPx: cell.yPx * zoom,
    widthPx: cell.widthPx * zoom,
    heightPx: cell.heightPx * zoom,
  });
  return {
    raster,
    whiteCells: patches.flatMap((patch) => patch.cells).map(shrink),
    redCells: red.filter((cell) => cell.score >= sureRed).map(shrink),
    unknown: [
      ...patches.flatMap((patch) => patch.unknown).map(shrink),
      ...red.filter((cell) => cell.score < sureRed).map(shrink),
      ...scaleBarCorner(raster, teacher),
    ],
    redCellDiameterPx: seen.redCellDiameterPx * zoom,
    closeUp: cutCloseUp(pixels, seen.redCellDiameterPx),
    origin: 'teacher',
  };
}

/** Where many of what the teacher calls red cells are violet by the threshold, the field is too blue for it. */
function isStainMisled(violetOfRedCells: readonly number[]): boolean {
  const violet = violetOfRedCells.filter((share) => share >= violetEnough).length;
  return violet > 0.25 * violetOfRedCells.length;
}

/** What a violet patch holds: one cell, the teacher's cells, or nobody knows. */
function judgePatch(
  blob: VioletBlob,
  stained: readonly DetectedCell[],
  redCellDiameterPx: number,
): { readonly cells: readonly PixelBox[]; readonly unknown: readonly PixelBox[] } {
  const area = blob.areaPx / ((Math.PI / 4) * redCellDiameterPx ** 2);
  if (area < debrisArea) return { cells: [], unknown: [] };
  if (area < oneCell.leastArea) return { cells: [], unknown: [blob.box] };
  const inside = stained.filter((cell) => shareInside(cell, blob.box) > 0.7);
  const aspect = Math.max(blob.box.widthPx / blob.box.heightPx, blob.box.heightPx / blob.box.widthPx);
  const single = blob.roundness >= oneCell.roundness && aspect <= oneCell.aspect && area <= oneCell.mostArea;
  if (single && inside.length <= 1) return { cells: [blob.box], unknown: [] };
  const covered = inside.reduce((sum, cell) => sum + (Math.PI / 4) * cell.widthPx * cell.heightPx, 0);
  const clear = inside.length > 1 && covered > patchCovered * blob.areaPx && covered < 1.35 * blob.areaPx;
  return clear ? { cells: inside, unknown: [] } : { cells: [], unknown: [blob.box] };
}

function shareInside(box: PixelBox, frame: PixelBox): number {
  const width = Math.min(box.xPx + box.widthPx, frame.xPx + frame.widthPx) - Math.max(box.xPx, frame.xPx);
  const height = Math.min(box.yPx + box.heightPx, frame.yPx + frame.heightPx) - Math.max(box.yPx, frame.yPx);
  return (Math.max(0, width) * Math.max(0, height)) / (box.widthPx * box.heightPx);
}

async function lookAtField(pixels: RgbRaster, finder: CellFinder) {
  const pyramid = pyramidOf(pixels);
  const { redCellDiameterPx } = await measureScale(pyramid, finder);
  if (redCellDiameterPx === undefined) return undefined;
  const zoom = finder.redCellPx / redCellDiameterPx;
  const { whiteCells, redCells } = await lookAtWindow(pyramid, finder, {
    window: { xPx: 0, yPx: 0, widthPx: pixels.widthPx, heightPx: pixels.heightPx },
    size: {
      widthPx: Math.max(1, Math.round(pixels.widthPx * zoom)),
      heightPx: Math.max(1, Math.round(pixels.heightPx * zoom)),
    },
    leastScore: proposed.white,
    leastRedScore: proposed.red,
  });
  return { redCellDiameterPx, whiteCells, redCells: suppressOverlaps(redCells) };
}

function scaleBarCorner(raster: RgbRaster, teacher: DetectorTeacher): readonly PixelBox[] {
  const widthPx = raster.widthPx * teacher.scaleBarCorner.width;
  const heightPx = raster.heightPx * teacher.scaleBarCorner.height;
  if (widthPx * heightPx === 0) return [];
  return [{ xPx: raster.widthPx - widthPx, yPx: raster.heightPx - heightPx, widthPx, heightPx }];
}
