import type { PixelBox } from '../domain/cell.ts';
import type { Verdict } from '../domain/cellClass.ts';
import type { CellId } from '../domain/ids.ts';
import { LabError } from '../domain/labError.ts';
import type { LabelHistory } from '../domain/labelAction.ts';
import { summariseLabelHistory } from '../domain/labelHistory.ts';
import { boxInField, type FieldOnSlide, findFieldOfBox } from '../domain/placeFields.ts';
import type { ScanId } from '../domain/scan.ts';
import type { SlideId } from '../domain/slide.ts';
import { type CellPlace, listEditsOfAction, listPlacesBefore } from './cellEdits.ts';
import { type CellChange, changeCells, type NewCell, type VerdictGiven } from './changeCells.ts';
import type { Db } from './db.ts';
import { inCurrentScan } from './inCurrentScan.ts';
import { readLabelStacks } from './labelActions.ts';
import { listPlaced } from './placedFields.ts';
import { prepare } from './prepare.ts';
import { readCurrentCells } from './readCurrentCells.ts';
import { listReviewsOfAction, listVerdictsBefore } from './reviewsOfAction.ts';
import { readSlide } from './slides.ts';
import { moveTally, raiseRevision, sumStandings } from './tallies.ts';
import { translating } from './transaction.ts';

/* What a person does to the cells of a slide's newest scan. Boxes are given in full-resolution slide pixels. Every
 * verb is one transaction and on disk when it returns. */

/** Whose cells, and who acts. */
export interface Who {
  readonly slideId: SlideId;
  readonly person: string;
}

/** Gives cells a verdict; undefined takes back what was said. */
export function labelCells(
  db: Db,
  {
    slideId,
    person,
    cellIds,
    verdict,
  }: Who & { readonly cellIds: readonly CellId[]; readonly verdict: Verdict | undefined },
): CellChange {
  const verdicts = [...new Set(cellIds)].map((cellId) => ({ cellId, verdict }));
  return inCurrentScan(db, slideId, (scanId) => {
    refuseAbsent(db, cellIds);
    return changeCells(db, { scanId, kind: 'label', person }, { verdicts });
  });
}

/** Makes a cell where the program found none.
 *  @throws LabError 'argument-invalid' when the box lies on no field of the scan */
export function drawCell(
  db: Db,
  { slideId, person, box, verdict }: Who & { readonly box: PixelBox; readonly verdict: Verdict | undefined },
): CellChange {
  return inCurrentScan(db, slideId, (scanId) => {
    const newCell = { ...onField(listPlaced(db, scanId), box), verdict };
    return changeCells(db, { scanId, kind: 'draw', person }, { newCells: [newCell] });
  });
}

/** Moves a cell or changes its size, within its field. */
export function reshapeCell(
  db: Db,
  { slideId, person, cellId, box }: Who & { readonly cellId: CellId; readonly box: PixelBox },
): CellChange {
  return inCurrentScan(db, slideId, (scanId) => {
    const [cell] = refuseAbsent(db, [cellId]);
    const field = listPlaced(db, scanId).filter(({ fieldIndex }) => fieldIndex === cell?.fieldIndex);
    const place = { cellId, box: onField(field, box).box, isPresent: true };
    return changeCells(db, { scanId, kind: 'reshape', person }, { places: [place] });
  });
}

/** Takes cells away; they stay in the database. */
export function deleteCells(
  db: Db,
  { slideId, person, cellIds }: Who & { readonly cellIds: readonly CellId[] },
): CellChange {
  return inCurrentScan(db, slideId, (scanId) => {
    const places = refuseAbsent(db, cellIds).map(({ cellId, box }) => ({ cellId, box, isPresent: false }));
    return changeCells(db, { scanId, kind: 'delete', person }, { places });
  });
}

/** Several cells of one field become one, in the box around them all, with the verdict that they share. */
export function mergeCells(
  db: Db,
  { slideId, person, cellIds }: Who & { readonly cellIds: readonly CellId[] },
): CellChange {
  return inCurrentScan(db, slideId, (scanId) => {
    const cells = refuseAbsent(db, cellIds);
    const [first] = cells;
    if (first === undefined || cells.length < 2)
      throw new LabError('argument-invalid', 'Merging needs two cells or more. Select them first.');
    if (cells.some(({ fieldIndex }) => fieldIndex !== first.fieldIndex))
      throw new LabError(
        'argument-invalid',
        'These cells lie on different fields. Merge cells of one field.',
      );
    const verdict = cells.every((cell) => cell.verdict === first.verdict) ? first.verdict : undefined;
    return changeCells(
      db,
      { scanId, kind: 'merge', person },
      {
        places: cells.map(({ cellId, box }) => ({ cellId, box, isPresent: false })),
        newCells: [{ fieldIndex: first.fieldIndex, box: boxAround(cells.map(({ box }) => box)), verdict }],
      },
    );
  });
}

/** One cell becomes several. */
export function splitCell(
  db: Db,
  { slideId, person, cellId, boxes }: Who & { readonly cellId: CellId; readonly boxes: readonly PixelBox[] },
): CellChange {
  return inCurrentScan(db, slideId, (scanId) => {
    const [cell] = refuseAbsent(db, [cellId]);
    if (cell === undefined) throw new Error('A cell that is there was not read');
    const field = listPlaced(db, scanId).filter(({ fieldIndex }) => fieldIndex === cell.fieldIndex);
    const newCells = boxes.map((box) => ({ ...onField(field, box), verdict: undefined }));
    const place = { cellId, box: cell.box, isPresent: false };
    return changeCells(db, { scanId, kind: 'split', person }, { places: [place], newCells });
  });
}

/** Takes back the last action that was not taken back yet.
 *  @throws LabError 'argument-invalid' when there is none */
export function undoLabels(db: Db, { slideId, person }: Who): CellChange {
  return inCurrentScan(db, slideId, (scanId) => {
    const { undo } = readHistory(db, scanId);
    if (undo === undefined) throw new LabError('argument-invalid', 'There is nothing to undo on this slide.');
    const places: readonly CellPlace[] = listPlacesBefore(db, undo.id);
    const verdicts: readonly VerdictGiven[] = listVerdictsBefore(db, undo.id);
    return changeCells(db, { scanId, kind: 'undo', person, targetId: undo.id }, { places, verdicts });
  });
}

/** Does again what was taken back last.
 *  @throws LabError 'argument-invalid' when there is nothing, or something else was done since */
export function redoLabels(db: Db, { slideId, person }: Who): CellChange {
  return inCurrentScan(db, slideId, (scanId) => {
    const { redo } = readHistory(db, scanId);
    if (redo === undefined)
      throw new LabError('argument-invalid', 'There is nothing to do again on this slide.');
    const places = listEditsOfAction(db, redo.id);
    const verdicts = listReviewsOfAction(db, redo.id);
    return changeCells(db, { scanId, kind: 'redo', person, targetId: redo.id }, { places, verdicts });
  });
}

/** What can be undone and done again on a slide's newest scan; nothing while there is none.
 *  @throws LabError 'slide-unknown' */
export function readLabelHistory(db: Db, slideId: SlideId): LabelHistory {
  return translating(db, 'read the actions', () => {
    const { currentScan } = readSlide(db, slideId);
    return currentScan === undefined
      ? summariseLabelHistory({ undo: [], redo: [] })
      : readHistory(db, currentScan.id);
  });
}

/** A person has looked at cells; those of an earlier scan are passed over. No action: it is not undone.
 *  @returns undefined when all had been seen before */
export function markSeen(
  db: Db,
  given: Who & { readonly cellIds: readonly CellId[] },
): Pick<CellChange, 'scanId' | 'revision' | 'cellIds'> | undefined {
  return inCurrentScan(db, given.slideId, (scanId) => {
    const cellIds = readCurrentCells(db, { cellIds: given.cellIds })
      .filter((cell) => cell.scanId === scanId)
      .map(({ cellId }) => cellId);
    const insert = prepare(
      db,
      `INSERT INTO cell_sightings (cell_id, person, at) SELECT value, @person, @at FROM json_each(@ids)
      WHERE true ON CONFLICT DO NOTHING`,
    );
    const before = sumStandings(db, cellIds);
    const ids = JSON.stringify(cellIds.map(Number));
    const { changes } = insert.run({ person: given.person, ids, at: new Date().toISOString() });
    if (changes === 0) return undefined;
    moveTally(db, scanId, { before, after: sumStandings(db, cellIds) });
    return { scanId, revision: raiseRevision(db, scanId), cellIds };
  });
}

function readHistory(db: Db, scanId: ScanId): LabelHistory {
  return summariseLabelHistory(readLabelStacks(db, scanId));
}

/** Cells as they are, each of them there. */
function refuseAbsent(db: Db, cellIds: readonly CellId[]) {
  const cells = readCurrentCells(db, { cellIds });
  if (cells.length === new Set(cellIds).size) return cells;
  throw new LabError(
    'argument-invalid',
    'A cell is not there any more: it was deleted, merged or split, here or in another window. Look at the slide again.',
  );
}

/** A box of the slide in pixels of the field that it lies on. */
function onField(fields: readonly FieldOnSlide[], box: PixelBox): Pick<NewCell, 'fieldIndex' | 'box'> {
  const field = findFieldOfBox(fields, box);
  if (field !== undefined) return { fieldIndex: field.fieldIndex, box: boxInField(field, box) };
  throw new LabError(
    'argument-invalid',
    'This box does not lie on a field that was scanned. Draw it on one.',
  );
}

function boxAround(boxes: readonly PixelBox[]): PixelBox {
  const xPx = Math.min(...boxes.map((box) => box.xPx));
  const yPx = Math.min(...boxes.map((box) => box.yPx));
  const right = Math.max(...boxes.map((box) => box.xPx + box.widthPx));
  const lower = Math.max(...boxes.map((box) => box.yPx + box.heightPx));
  return { xPx, yPx, widthPx: right - xPx, heightPx: lower - yPx };
}
