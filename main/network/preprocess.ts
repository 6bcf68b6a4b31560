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

/** Images as a network that takes bytes wants them: with an edge of the training mean, which is what lies beyond an image for
 *  a network, of one pixel above, below and to the left, and three to the right, which makes each row whole groups of four.
 *  @param images uint8 [count, inputPx, inputPx, 3]
 *  @returns uint8 [count, inputPx + 2, inputPx + 4, 3] */
export function frameImages(images: Uint8Array, count: number, { inputPx, mean }: Preprocessing): Uint8Array {
  const [rowLength, framedLength] = [inputPx * 3, (inputPx + 4) * 3];
  const framed = new Uint8Array(count * (inputPx + 2) * framedLength);
  const levels = mean.map((value) => Math.round(255 * value));
  const edge = Uint8Array.from({ length: framedLength }, (_, i) => levels[i % 3] ?? 0);
  for (let row = 0; row < count * (inputPx + 2); row += 1) {
    const at = row * framedLength;
    framed.set(edge, at);
    const y = (row % (inputPx + 2)) - 1;
    if (y < 0 || y >= inputPx) continue;
    const from = (Math.floor(row / (inputPx + 2)) * inputPx + y) * rowLength;
    framed.set(images.subarray(from, from + rowLength), at + 3);
  }
  return framed;
}

/** Images as a network in float32 takes them: sRGB 0..1 less the training mean, over the training deviation.
 *  @param images uint8 [n, 3]
 *  @returns float32, as many */
export function normaliseImages(
  images: Uint8Array,
  { mean, standardDeviation }: Preprocessing,
): Float32Array<ArrayBuffer> {
  const scale = standardDeviation.map((deviation) => 1 / (255 * deviation)) as [number, number, number];
  const shift = mean.map((value, i) => -value / (standardDeviation[i] ?? 1)) as [number, number, number];
  const normalised = new Float32Array(images.length);
  mutateByScaledBytes(normalised, images, { scale, shift });
  return normalised;
}
