import { intersectionOverUnion, type PixelBox } from './cell.ts';
import type { RgbRaster } from './raster.ts';

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A corner as fractions 0..1 of a field's width and height. */
interface Corner {
  readonly width: number;
  readonly height: number;
}

/** Part of a camera field, at its lower right, where scale bars are burned in: their style gives classes away. Those of
 *  the training set reach 31 px to the left and 30 px up in 224 (measured); 5 px are a margin. */
export const scaleBarCorner = { width: 0.16, height: 0.16 } as const;

/** Colour that is painted over scale bars: the mean background of a bright field, sRGB 0..255. */
const maskColour = [235, 235, 240] as const;

/** The corner in whole pixels of a field. */
export function cornerBox(field: Size, corner: Corner = scaleBarCorner): PixelBox {
  const widthPx = Math.ceil(field.widthPx * corner.width);
  const heightPx = Math.ceil(field.heightPx * corner.height);
  return { xPx: field.widthPx - widthPx, yPx: field.heightPx - heightPx, widthPx, heightPx };
}

/** True when a cell lies on the corner, if only in part. */
export function meetsScaleBarCorner(cell: PixelBox, field: Size): boolean {
  return intersectionOverUnion(cell, cornerBox(field)) > 0;
}

/** The field with its corner painted over in one colour, whatever stood there. A copy; the argument is left as it is. */
export function maskCorner(field: RgbRaster, corner: Corner = scaleBarCorner): RgbRaster {
  const box = cornerBox(field, corner);
  if (box.widthPx === 0 || box.heightPx === 0) return field;
  const data = new Uint8Array(field.data); // a decoder's Buffer shares its memory with its slices
  for (let y = box.yPx; y < field.heightPx; y += 1) {
    for (let x = box.xPx; x < field.widthPx; x += 1) data.set(maskColour, (y * field.widthPx + x) * 3);
  }
  return { ...field, data };
}
