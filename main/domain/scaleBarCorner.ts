import { intersectionOverUnion, type PixelBox } from './cell.ts';

/** Share of a camera field, at its lower right, where scale bars are burned in: their style gives classes away. */
export const scaleBarCorner = { width: 0.16, height: 0.16 } as const;

/** True when a cell lies on the place of the scale bar, if only in part. */
export function meetsScaleBarCorner(
  cell: PixelBox,
  field: { readonly widthPx: number; readonly heightPx: number },
): boolean {
  const [widthPx, heightPx] = [field.widthPx * scaleBarCorner.width, field.heightPx * scaleBarCorner.height];
  const corner = { xPx: field.widthPx - widthPx, yPx: field.heightPx - heightPx, widthPx, heightPx };
  return intersectionOverUnion(cell, corner) > 0;
}
