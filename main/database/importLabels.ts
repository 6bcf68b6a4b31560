import { intersectionOverUnion, type PixelBox } from '../domain/cell.ts';
import type { Verdict } from '../domain/cellClass.ts';
import { LabError } from '../domain/labError.ts';
import { boxInField, createFieldFinder, type FieldOnSlide, findFieldOfBox } from '../domain/placeFields.ts';
import { type CellChange, changeCells, type NewCell } from './changeCells.ts';
import type { Db } from './db.ts';
import { inCurrentScan } from './inCurrentScan.ts';
import type { Who } from './labelCells.ts';
import { matchLabels } from './matchLabels.ts';
import { listPlaced } from './placedFields.ts';
import { readCurrentCells } from './readCurrentCells.ts';

/** A label of another program: a box and what it is said to be. */
export interface ImportedLabel {
  /** pixels of the field where one is named, else of the slide */
  readonly box: PixelBox;
  readonly fieldName: string | undefined;
  readonly verdict: Verdict;
}

/** Edges of a box that may be a cell, as for boxes that are drawn. */
const leastEdgePx = 2;
const mostEdgePx = 20_000;

/** Labels of another program, as one action: where one meets a cell (IoU >= 0.5) that gets the verdict, elsewhere
 *  the cell is drawn.
 *  @returns the change, and how many labels lie on no field of the scan
 *  @throws LabError 'argument-invalid' when none of them does */
export function importLabels(
  db: Db,
  { slideId, person, labels }: Who & { readonly labels: readonly ImportedLabel[] },
): { readonly change: CellChange; readonly passedOverCount: number } {
  return inCurrentScan(db, slideId, (scanId) => {
    const placeOf = createLabelPlacer(listPlaced(db, scanId));
    const onFields = labels.flatMap((label) => {
      const place = placeOf(label);
      return place === undefined ? [] : [{ ...place, verdict: label.verdict }];
    });
    const passedOverCount = labels.length - onFields.length;
    if (onFields.length === 0)
      throw new LabError(
        'argument-invalid',
        'None of these labels lies on a field that was scanned. Are they of this slide, in its full-resolution pixels?',
      );
    const cells = readCurrentCells(db, { scanId });
    const { verdicts, newCells } = matchLabels(cells, onFields, intersectionOverUnion);
    const change = changeCells(db, { scanId, kind: 'import', person }, { verdicts, newCells });
    return { change, passedOverCount };
  });
}

/** Where labels lie in fields; undefined for what lies on none, and for boxes that are no cells. */
function createLabelPlacer(fields: readonly FieldOnSlide[]) {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const findField = createFieldFinder(fields);
  return ({ box, fieldName }: ImportedLabel): Pick<NewCell, 'fieldIndex' | 'box'> | undefined => {
    if (Math.min(box.widthPx, box.heightPx) < leastEdgePx) return undefined;
    if (Math.max(box.widthPx, box.heightPx) > mostEdgePx) return undefined;
    const field = fieldName === undefined ? findField(box) : byName.get(fieldName);
    if (field === undefined) return undefined;
    const inField = fieldName === undefined ? boxInField(field, box) : box;
    const isOnField = findFieldOfBox([{ ...field, xPx: 0, yPx: 0 }], inField) !== undefined;
    return isOnField ? { fieldIndex: field.fieldIndex, box: inField } : undefined;
  };
}
