import type { DetectedCell } from '../domain/cell.ts';
import type { ScannedField } from '../domain/scan.ts';
import { listReviewedCells, type ReviewedPlace } from './carryReviews.ts';
import type { Db } from './db.ts';
import { matchReviewedCells } from './matchReviewedCells.ts';
import type { NewScan } from './scans.ts';

/** What becomes of the reviewed cells of a slide in a new scan of it. */
export interface ReviewedAgain {
  /** reviewed cells that are cells of the new scan; `foundIndex` in its list */
  readonly found: readonly { readonly cell: ReviewedPlace; readonly foundIndex: number }[];
  /** reviewed cells that the new scan missed in what it looked at, where they lie in its fields */
  readonly kept: readonly {
    readonly reviewed: ReviewedPlace;
    readonly fieldIndex: number;
    readonly cell: DetectedCell;
  }[];
}

/** Finds the reviewed cells of earlier scans again. A cell of a camera image is looked for in the image of that
 *  name; of a continuous slide by its place on the slide, since the fields of two scans need not be the same. A cell
 *  that was missed is kept where the new scan looked, unless a person said that it is no white cell. */
export function findReviewedAgain(db: Db, scan: NewScan): ReviewedAgain {
  const isPlane = scan.fieldKind === 'region';
  const fields = new Map(scan.fields.map((field) => [field.fieldIndex, field]));
  const places = scan.cells.map((cell) => {
    const field = fields.get(cell.fieldIndex);
    return isPlane ? onSlide(cell, field) : { ...cell, fieldName: field?.name ?? '' };
  });
  const reviewed = listReviewedCells(db, scan.slideId).map((cell) =>
    isPlane ? { ...cell, ...onSlide(cell, { xPx: cell.fieldXPx, yPx: cell.fieldYPx }) } : cell,
  );
  const matches = matchReviewedCells(places, reviewed);
  return {
    found: matches.flatMap(({ reviewed: cell, foundIndex }) =>
      foundIndex === undefined ? [] : [{ cell, foundIndex }],
    ),
    kept: matches.flatMap(({ reviewed: cell, foundIndex }) => {
      if (foundIndex !== undefined || !cell.isPresent || cell.verdict === 'not-a-white-cell') return [];
      if (cell.verdict === undefined && !cell.isDrawn) return [];
      const field = isPlane
        ? findCoveringField(scan.fields, cell)
        : scan.fields.find(({ name }) => name === cell.fieldName);
      if (field === undefined) return [];
      const inField = isPlane ? fromSlide(cell, field) : cell;
      return [{ reviewed: cell, fieldIndex: field.fieldIndex, cell: inField }];
    }),
  };
}

type Corner = Partial<Pick<ScannedField, 'xPx' | 'yPx'>>;

function onSlide<Cell extends DetectedCell>(
  cell: Cell,
  field: Corner | undefined,
): Cell & { fieldName: string } {
  return { ...cell, xPx: cell.xPx + (field?.xPx ?? 0), yPx: cell.yPx + (field?.yPx ?? 0), fieldName: '' };
}

function fromSlide(cell: ReviewedPlace, field: Corner): ReviewedPlace {
  return { ...cell, xPx: cell.xPx - (field.xPx ?? 0), yPx: cell.yPx - (field.yPx ?? 0) };
}

/** The field in which the cell's centre lies deepest: where fields overlap, the one that shows most around it. */
function findCoveringField(fields: readonly ScannedField[], cell: DetectedCell): ScannedField | undefined {
  const x = cell.xPx + cell.widthPx / 2;
  const y = cell.yPx + cell.heightPx / 2;
  const depthIn = ({ xPx = 0, yPx = 0, widthPx, heightPx }: ScannedField) =>
    Math.min(x - xPx, xPx + widthPx - x, y - yPx, yPx + heightPx - y);
  let deepest: { readonly field: ScannedField; readonly depth: number } | undefined;
  for (const field of fields) {
    const depth = depthIn(field);
    if (depth >= 0 && depth > (deepest?.depth ?? -1)) deepest = { field, depth };
  }
  return deepest?.field;
}
