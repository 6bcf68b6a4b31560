import type { PixelBox } from '../domain/cell.ts';
import type { Preprocessing } from '../domain/modelCard.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { cornerBox, maskCorner } from '../domain/scaleBarCorner.ts';
import { type FieldPyramid, pyramidOf } from '../pixels/fieldPyramid.ts';
import { mutateByScaledBytes } from '../pixels/scaleBytes.ts';

/** The window that stands for a whole field: the smallest square around it. What lies beyond a field that
 *  is not square is filled with its mirror image, so that nothing is stretched. */
export function windowOfField(field: { readonly widthPx: number; readonly heightPx: number }): PixelBox {
  const edgePx = Math.max(field.widthPx, field.heightPx);
  return {
    xPx: (field.widthPx - edgePx) / 2,
    yPx: (field.heightPx - edgePx) / 2,
    widthPx: edgePx,
    heightPx: edgePx,
  };
}

/** The window around one cell at the scale the model was trained at: `windowRedCells` red cells wide.
 *  @param redCellDiameterPx width of a red cell in the field, from the ruler */
export function windowOfCell(
  cell: PixelBox,
  redCellDiameterPx: number,
  preprocessing: Preprocessing,
): PixelBox {
  const edgePx = preprocessing.windowRedCells * redCellDiameterPx;
  return {
    xPx: cell.xPx + cell.widthPx / 2 - edgePx / 2,
    yPx: cell.yPx + cell.heightPx / 2 - edgePx / 2,
    widthPx: edgePx,
    heightPx: edgePx,
  };
}

/** Where a camera burns in its scale bar: the lower right of the field. */
export function scaleBarBox(
  field: { readonly widthPx: number; readonly heightPx: number },
  preprocessing: Preprocessing,
): PixelBox {
  return cornerBox(field, preprocessing.scaleBarCorner);
}

/** The field with its scale-bar corner painted over: its style gives the class away in the training data. A copy; the
 *  argument is left as it is. */
export function maskScaleBar(field: RgbRaster, preprocessing: Preprocessing): RgbRaster {
  return maskCorner(field, preprocessing.scaleBarCorner);
}

/** Brings a window of a field to the network's input size.
 *  @returns uint8 [inputPx, inputPx, 3] */
export function cutWindow(field: RgbRaster, window: PixelBox, preprocessing: Preprocessing): RgbRaster {
  return cutFromPyramid(pyramidOf(field), window, preprocessing);
}

/** As cutWindow, of a field of which many windows are cut. */
export function cutFromPyramid(field: FieldPyramid, window: PixelBox, { inputPx }: Preprocessing): RgbRaster {
  return field.resample(window, { widthPx: inputPx, heightPx: inputPx });
}

/** Writes an image as network input: sRGB 0..1 less the training mean, over the training deviation.
 *  @param target float32, receives inputPx * inputPx * 3 values from `offset` on */
export function writeNormalised(
  image: RgbRaster,
  preprocessing: Preprocessing,
  target: Float32Array,
  offset: number,
): void {
  const { mean, standardDeviation } = preprocessing;
  const scale = standardDeviation.map((deviation) => 1 / (255 * deviation)) as [number, number, number];
  const shift = mean.map((value, i) => -value / (standardDeviation[i] ?? 1)) as [number, number, number];
  mutateByScaledBytes(target.subarray(offset), image.data, { scale, shift });
}
