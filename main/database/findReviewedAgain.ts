import type { DetectedCell, PixelBox } from '../domain/cell.ts';
import { findFieldOfBox } from '../domain/placeFields.ts';
import type { ScannedField } from '../domain/scan.ts';
import { listReviewedCells, type ReviewedPlace } from './carryReviews.ts';
import type { Db } from './db.ts';
import { matchReviewedCells } from './matchReviewedCells.ts';
import type { NewScan } from './scans.ts';

/** What becomes of the reviewed cells of a slide in a new scan of it. */
export interface ReviewedAgain {
  /** reviewed cells that are cells of the new scan; `foundIndex` in its list */
  readonly found: readonly {
    readonly reviewed: ReviewedPlace;
    readonly foundIndex: number;
    /** where a person has put it, pixels of the found cell's field; undefined where the scan's box stands */
    readonly editedBox: PixelBox | undefined;
  }[];
  /** reviewed cells that the new scan missed in what it looked at, where they lie in its fields */
  readonly kept: readonly {
    readonly reviewed: ReviewedPlace;
    readonly fieldIndex: number;
    readonly cell: DetectedCell;
  }[];
}

/** Finds the reviewed cells of earlier scans again. A cell of a camera image is looked for in the image of that
 *  name; of a continuous slide by its place on the slide, since the fields of two scans need not be the same. A cell
 *  that was missed is kept where the new scan looked, unless a person deleted it or said that it is no white cell. */
export function findReviewedAgain(db: Db, scan: NewScan): ReviewedAgain {
  const isPlane = scan.fieldKind === 'region';
  const fields = new Map(scan.fields.map((field) => [field.fieldIndex, field]));
  const places = scan.cells.map((cell) => {
    const field = fields.get(cell.fieldIndex);
    return isPlane ? { ...shift(cell, field, undefined), fieldName: '' } : nameField(cell, field);
  });
  const reviewed = listReviewedCells(db, scan.slideId).map((cell) => ({
    ...(isPlane ? { ...shift(cell, cornerOf(cell), undefined), fieldName: '' } : cell),
    reviewed: cell,
  }));
  const matches = matchReviewedCells(places, reviewed).map(({ reviewed: place, foundIndex }) => ({
    reviewed: place.reviewed,
    foundIndex,
  }));
  const move = <Box extends PixelBox>(cell: ReviewedPlace, box: Box, to: ScannedField | undefined): Box =>
    isPlane ? shift(box, cornerOf(cell), to) : box;
  return {
    found: matches.flatMap(({ reviewed: cell, foundIndex }) => {
      if (foundIndex === undefined) return [];
      const field = fields.get(scan.cells[foundIndex]?.fieldIndex ?? -1);
      const editedBox = cell.editedBox === undefined ? undefined : move(cell, cell.editedBox, field);
      return [{ reviewed: cell, foundIndex, editedBox }];
    }),
    kept: matches.flatMap(({ reviewed: cell, foundIndex }) => {
      if (foundIndex !== undefined || !isKept(cell)) return [];
      const now = { ...cell, ...cell.editedBox };
      const field = isPlane
        ? findFieldOfBox(scan.fields.map(withCorner), shift(now, cornerOf(cell), undefined))
        : scan.fields.find(({ name }) => name === cell.fieldName);
      return field === undefined
        ? []
        : [{ reviewed: cell, fieldIndex: field.fieldIndex, cell: move(cell, now, field) }];
    }),
  };
}

function isKept({ isPresent, verdict, editedBox }: ReviewedPlace): boolean {
  return isPresent && verdict !== 'not-a-white-cell' && (verdict !== undefined || editedBox !== undefined);
}

type Corner = Partial<Pick<ScannedField, 'xPx' | 'yPx'>>;

/** A box in pixels of one field in those of another; undefined stands for the slide. */
function shift<Box extends PixelBox>(box: Box, from: Corner | undefined, to: Corner | undefined): Box {
  return {
    ...box,
    xPx: box.xPx + (from?.xPx ?? 0) - (to?.xPx ?? 0),
    yPx: box.yPx + (from?.yPx ?? 0) - (to?.yPx ?? 0),
  };
}

function cornerOf({ fieldXPx, fieldYPx }: ReviewedPlace): Corner {
  return { xPx: fieldXPx, yPx: fieldYPx };
}

function nameField<Cell extends DetectedCell>(cell: Cell, field: ScannedField | undefined) {
  return { ...cell, fieldName: field?.name ?? '' };
}

function withCorner(field: ScannedField): ScannedField & PixelBox {
  return { ...field, xPx: field.xPx ?? 0, yPx: field.yPx ?? 0 };
}
