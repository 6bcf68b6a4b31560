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

/** A box of the slide in pixels of a field. */
export function boxInField(field: PixelBox, box: PixelBox): PixelBox {
  return { ...box, xPx: box.xPx - field.xPx, yPx: box.yPx - field.yPx };
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

/** As `findFieldOfBox`, for many boxes: looks only at fields nearby. */
export function createFieldFinder<Field extends PixelBox>(
  fields: readonly Field[],
): (box: PixelBox) => Field | undefined {
  const squarePx = fields.reduce((most, { widthPx, heightPx }) => Math.max(most, widthPx, heightPx), 1);
  const keyOf = (x: number, y: number) => `${Math.floor(x / squarePx)} ${Math.floor(y / squarePx)}`;
  const entries = fields.flatMap((field) => {
    const [right, lower] = [field.xPx + field.widthPx, field.yPx + field.heightPx];
    // no field is larger than a square: its corners lie in all that it touches
    const corners = [field.xPx, right].flatMap((x) => [field.yPx, lower].map((y) => keyOf(x, y)));
    return [...new Set(corners)].map((key) => ({ key, field }));
  });
  const bySquare = Map.groupBy(entries, ({ key }) => key);
  return (box) => {
    const near = bySquare.get(keyOf(box.xPx + box.widthPx / 2, box.yPx + box.heightPx / 2)) ?? [];
    return findFieldOfBox(
      near.map(({ field }) => field),
      box,
    );
  };
}
