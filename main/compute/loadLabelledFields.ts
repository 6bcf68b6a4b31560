import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { resampleWindow } from '../domain/resample.ts';
import type { LabelledField } from '../network/detectorField.ts';
import { readImage } from '../slides/readImage.ts';
import { labelledRedCellDiameter, scaleBoxes, type YoloLabels } from './readYoloFolder.ts';

/** A labelled field that is held in memory, with the size of its file as its origin. */
export interface OriginField extends LabelledField {
  readonly origin: string;
}

/** Fields are kept with red cells at most this wide: 1.1 times what the finest sample shows. */
const keptRedCellPx = 36;

/** Reads labelled fields, shrunk so that a thousand fit into 150 MB. Fields without a red cell have no scale
 *  and are left out.
 *  @throws LabError of readImage, or 'cancelled' */
export async function listLabelledFields(
  labels: readonly YoloLabels[],
  signal: AbortSignal,
): Promise<readonly OriginField[]> {
  const fields: OriginField[] = [];
  for (const one of labels) {
    if (signal.aborted) throw new LabError('cancelled', 'The training was cancelled.');
    const pixels = await readImage(one.imagePath, signal);
    const diameterPx = labelledRedCellDiameter(scaleBoxes(one.redCells, pixels), pixels);
    if (diameterPx === undefined) continue;
    const { raster, zoom } = shrinkField(pixels, diameterPx);
    fields.push({
      raster,
      whiteCells: scaleBoxes(one.whiteCells, raster),
      redCells: scaleBoxes(one.redCells, raster),
      unknown: [],
      redCellDiameterPx: diameterPx * zoom,
      origin: `${pixels.widthPx}x${pixels.heightPx}`,
    });
  }
  return fields;
}

/** The field with red cells at most `keptRedCellPx` wide, and the factor it was shrunk by. */
export function shrinkField(
  pixels: RgbRaster,
  redCellDiameterPx: number,
): { readonly raster: RgbRaster; readonly zoom: number } {
  const zoom = Math.min(1, keptRedCellPx / redCellDiameterPx);
  if (zoom === 1) return { raster: pixels, zoom };
  const whole = { xPx: 0, yPx: 0, widthPx: pixels.widthPx, heightPx: pixels.heightPx };
  const size = {
    widthPx: Math.max(1, Math.round(pixels.widthPx * zoom)),
    heightPx: Math.max(1, Math.round(pixels.heightPx * zoom)),
  };
  return { raster: resampleWindow(pixels, whole, size), zoom };
}
