import type { PixelBox } from './cell.ts';
import { layOutContactGrid } from './contactGrid.ts';
import type { ScannedField } from './scan.ts';

/** A field where it lies on its slide, full-resolution slide pixels. */
export interface FieldOnSlide extends PixelBox {
  readonly fieldIndex: number;
  readonly name: string;
}

/** The fields of a scan on their slide. Scans by a program before 0.2, which knew camera images only, have no places:
 *  theirs are laid out as the viewer does. */
export function placeFields(fields: readonly ScannedField[]): readonly FieldOnSlide[] {
  if (fields.length === 0) return [];
  const isPlaced = fields.every(({ xPx, yPx }) => xPx !== undefined && yPx !== undefined);
  const grid = isPlaced ? undefined : layOutContactGrid(fields);
  return fields.map(({ fieldIndex, name, widthPx, heightPx, xPx, yPx }, at) => {
    const place = grid?.places[at];
    return { fieldIndex, name, widthPx, heightPx, xPx: place?.xPx ?? xPx ?? 0, yPx: place?.yPx ?? yPx ?? 0 };
  });
}

/** The field in which the centre of a box lies deepest: where fields overlap, the one that shows most around it.
 *  @param box slide pixels
 *  @returns undefined when its centre lies on none */
export function findFieldOfBox<Field extends PixelBox>(
  fields: readonly Field[],
  box: PixelBox,
): Field | undefined {
  const x = box.xPx + box.widthPx / 2;
  const y = box.yPx + box.heightPx / 2;
  let deepest: { readonly field: Field; readonly depth: number } | undefined;
  for (const field of fields) {
    const { xPx, yPx, widthPx, heightPx } = field;
    const depth = Math.min(x - xPx, xPx + widthPx - x, y - yPx, yPx + heightPx - y);
    if (depth >= 0 && depth > (deepest?.depth ?? -1)) deepest = { field, depth };
  }
  return deepest?.field;
}
