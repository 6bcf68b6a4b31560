import type { Db } from '../database/open.ts';
import { requireCurrentScan } from '../database/readCellTable.ts';
import { readCurrentCells } from '../database/readCurrentCells.ts';
import { listFields, readScan } from '../database/scans.ts';
import { readSlide } from '../database/slides.ts';
import { listWorklist } from '../database/worklist.ts';
import type { PixelBox } from '../domain/cell.ts';
import type { CellId } from '../domain/ids.ts';
import { LabError } from '../domain/labError.ts';
import { placeFields } from '../domain/placeFields.ts';
import type { LeftOutField, Scan } from '../domain/scan.ts';
import type { SlideId } from '../domain/slide.ts';
import type { SlideRecord } from '../domain/slideRecord.ts';
import type { WorklistRow } from '../domain/worklist.ts';

/** What the database knows of a slide that is to be shown. */
export interface ViewedSlide {
  readonly slide: SlideRecord;
  readonly row: WorklistRow;
  /** undefined: not scanned yet */
  readonly scan: Scan | undefined;
  readonly leftOut: readonly LeftOutField[];
}

/** @throws LabError 'slide-unknown' */
export function readViewedSlide(db: Db, slideId: SlideId): ViewedSlide {
  const slide = readSlide(db, slideId);
  const [row] = listWorklist(db, [slideId]);
  if (row === undefined) throw new Error(`The slide ${slideId} is in no worklist`);
  const { currentScan } = slide;
  if (currentScan === undefined) return { slide, row, scan: undefined, leftOut: [] };
  return {
    ...{ slide, row },
    scan: readScan(db, currentScan.id),
    leftOut: listFields(db, currentScan.id).leftOut,
  };
}

/** Where a cell of the slide's newest scan is now, full-resolution slide pixels.
 *  @throws LabError 'argument-invalid' when it is not there */
export function readCellBox(db: Db, slideId: SlideId, cellId: CellId): PixelBox {
  const scanId = requireCurrentScan(db, slideId);
  const [cell] = readCurrentCells(db, { cellIds: [cellId] });
  const field = placeFields(listFields(db, scanId).fields).find(
    ({ fieldIndex }) => fieldIndex === cell?.fieldIndex,
  );
  if (cell === undefined || cell.scanId !== scanId || field === undefined)
    throw new LabError('argument-invalid', `The cell ${cellId} is not there any more.`, { slideId, cellId });
  return { ...cell.box, xPx: cell.box.xPx + field.xPx, yPx: cell.box.yPx + field.yPx };
}
