import { LabError } from '../domain/labError.ts';
import { labelledRedCellDiameter } from '../domain/labelledRedCellDiameter.ts';
import type { RgbRaster } from '../domain/raster.ts';
import type { LabelledField } from '../network/detectorField.ts';
import { resampleWindow } from '../pixels/resample.ts';
import { readImage } from '../slides/readImage.ts';
import { scaleBoxes, type YoloLabels } from './readYoloFolder.ts';

/** A labelled field that is held in memory, with the size of its file as its origin. */
export interface OriginField extends LabelledField {
  readonly origin: string;
  /** the middle of the field as it is in its file, without boxes */
  readonly closeUp: LabelledField;
}

/** Side of a close-up, pixels of the file. */
const closeUpPx = 128;

/** Fields are kept with red cells at most this wide: 1.1 times what the finest sample shows. */
const keptRedCellPx = 36;

/** Reads labelled fields, shrunk so that a thousand fit into 150 MB unless told otherwise. Fields without a red
 *  cell have no scale and are left out.
 *  @param largestRedCellPx fields with wider red cells are shrunk to it; Infinity leaves them as they are
 *  @throws LabError of readImage, or 'cancelled' */
export async function listLabelledFields(
  labels: readonly YoloLabels[],
  signal: AbortSignal,
  largestRedCellPx: number = keptRedCellPx,
): Promise<readonly OriginField[]> {
  const fields: OriginField[] = [];
  for (const one of labels) {
    if (signal.aborted) throw new LabError('cancelled', 'The training was cancelled.');
    const pixels = await readImage(one.imagePath, signal);
    const diameterPx = labelledRedCellDiameter(scaleBoxes(one.redCells, pixels), pixels);
    if (diameterPx === undefined) continue;
    const { raster, zoom } = shrinkField(pixels, diameterPx, largestRedCellPx);
    fields.push({
      raster,
      whiteCells: scaleBoxes(one.whiteCells, raster),
      redCells: scaleBoxes(one.redCells, raster),
      unknown: [],
      redCellDiameterPx: diameterPx * zoom,
      closeUp: cutCloseUp(pixels, diameterPx),
      origin: `${pixels.widthPx}x${pixels.heightPx}`,
    });
  }
  return fields;
}

/** The field with red cells at most that wide, and the factor it was shrunk by. */
export function shrinkField(
  pixels: RgbRaster,
  redCellDiameterPx: number,
  largestRedCellPx: number = keptRedCellPx,
): { readonly raster: RgbRaster; readonly zoom: number } {
  const zoom = Math.min(1, largestRedCellPx / redCellDiameterPx);
  if (zoom === 1) return { raster: pixels, zoom };
  const whole = { xPx: 0, yPx: 0, widthPx: pixels.widthPx, heightPx: pixels.heightPx };
  const size = {
    widthPx: Math.max(1, Math.round(pixels.widthPx * zoom)),
    heightPx: Math.max(1, Math.round(pixels.heightPx * zoom)),
  };
  return { raster: resampleWindow(pixels, whole, size), zoom };
}

/** The middle of a field, its pixels as they are. */
export function cutCloseUp(pixels: RgbRaster, redCellDiameterPx: number): LabelledField {
  const widthPx = Math.min(closeUpPx, pixels.widthPx);
  const heightPx = Math.min(closeUpPx, pixels.heightPx);
  const xPx = Math.floor((pixels.widthPx - widthPx) / 2);
  const yPx = Math.floor((pixels.heightPx - heightPx) / 2);
  const raster = resampleWindow(pixels, { xPx, yPx, widthPx, heightPx }, { widthPx, heightPx });
  return { raster, whiteCells: [], redCells: [], unknown: [], redCellDiameterPx };
}
