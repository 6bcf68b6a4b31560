import type { DetectedCell } from '../domain/cell.ts';
import type { CellId } from '../domain/ids.ts';
import { LabError } from '../domain/labError.ts';
import type { ScanId } from '../domain/scan.ts';
import { appendAudit } from './audit.ts';
import { carryReviews, listReviewedCells, type ReviewedPlace } from './carryReviews.ts';
import type { Db } from './db.ts';
import { type MatchedCell, matchReviewedCells } from './matchReviewedCells.ts';
import { prepare } from './prepare.ts';
import type { NewScan } from './scans.ts';
import { readSlide } from './slides.ts';
import { assertOneChanged, inTransaction } from './transaction.ts';

/** Stores a finished scan whole, or nothing of it: fields, cells, predictions, reviews carried over from
 *  earlier scans of the slide, the slide's state and the audit entry, in one transaction. Earlier scans and
 *  their predictions stay as they are. A cell that a person has reviewed and this scan missed is kept in it,
 *  without a prediction, where its field was read and unless it was said to be no white cell.
 *  @throws LabError 'slide-unknown' | 'model-unknown' | 'disk-full' … as inTransaction */
export function recordScan(db: Db, scan: NewScan): ScanId {
  return inTransaction(db, 'record the scan', () => {
    readSlide(db, scan.slideId);
    assertModel(db, scan);
    const matches = findReviewedAgain(db, scan);
    const kept = matches.filter((match) => isKept(match, scan));
    const scanId = insertScan(db, scan, scan.cells.length + kept.length);
    insertFields(db, scanId, scan);
    const cellIds = insertCells(db, scanId, scan);
    const insertCell = prepareInsertCell(db, scanId);
    for (const { reviewed, foundIndex } of matches) {
      const cellId = foundIndex === undefined ? undefined : cellIds[foundIndex];
      if (cellId !== undefined) carryReviews(db, reviewed.cellId, cellId);
    }
    for (const { reviewed } of kept)
      carryReviews(db, reviewed.cellId, insertCell(indexOfField(scan, reviewed.fieldName), reviewed));
    markScanned(db, scan, scanId);
    return scanId;
  });
}

function findReviewedAgain(db: Db, scan: NewScan): readonly MatchedCell<ReviewedPlace>[] {
  const names = new Map(scan.fields.map((field) => [field.fieldIndex, field.name]));
  const found = scan.cells.map((cell) => ({ ...cell, fieldName: names.get(cell.fieldIndex) ?? '' }));
  return matchReviewedCells(found, listReviewedCells(db, scan.slideId));
}

function isKept(match: MatchedCell<ReviewedPlace>, scan: NewScan): boolean {
  return (
    match.foundIndex === undefined &&
    match.reviewed.verdict !== 'not-a-white-cell' &&
    scan.fields.some((field) => field.name === match.reviewed.fieldName)
  );
}

function insertScan(db: Db, scan: NewScan, cellCount: number): ScanId {
  const insert = prepare(
    db,
    `INSERT INTO scans (slide_id, model_id, program_version, started_at, finished_at,
      duration_ms, red_cell_diameter_px, cell_count)
    VALUES (@slideId, @modelId, @programVersion, @startedAt, @finishedAt, @durationMs, @diameterPx, @cellCount)`,
  );
  const result = insert.run({
    slideId: scan.slideId,
    modelId: scan.modelId,
    programVersion: scan.programVersion,
    startedAt: scan.startedAt,
    finishedAt: new Date().toISOString(),
    durationMs: scan.durationMs,
    diameterPx: scan.redCellDiameterPx ?? null,
    cellCount,
  });
  assertOneChanged(result, 'scans');
  return String(result.lastInsertRowid) as ScanId;
}

function insertFields(db: Db, scanId: ScanId, scan: NewScan): void {
  const insertField = prepare(
    db,
    'INSERT INTO fields (scan_id, field_index, name, width_px, height_px) VALUES (?, ?, ?, ?, ?)',
  );
  for (const field of scan.fields)
    insertField.run(scanId, field.fieldIndex, field.name, field.widthPx, field.heightPx);
  const insertFailure = prepare(
    db,
    'INSERT INTO field_failures (scan_id, name, code, message) VALUES (?, ?, ?, ?)',
  );
  for (const failure of scan.failures) insertFailure.run(scanId, failure.name, failure.code, failure.message);
}

/** @returns the new ids, in the order of `scan.cells` */
function insertCells(db: Db, scanId: ScanId, scan: NewScan): readonly CellId[] {
  const insertCell = prepareInsertCell(db, scanId);
  const insertPrediction = prepare(
    db,
    `INSERT INTO predictions
    (cell_id, model_id, cell_class, benign, early_pre_b, pre_b, pro_b) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  return scan.cells.map((cell) => {
    const cellId = insertCell(cell.fieldIndex, cell);
    const given = cell.probabilities;
    insertPrediction.run(
      cellId,
      scan.modelId,
      cell.cellClass,
      given.benign,
      given['early-pre-b'],
      given['pre-b'],
      given['pro-b'],
    );
    return cellId;
  });
}

function prepareInsertCell(db: Db, scanId: ScanId): (fieldIndex: number, cell: DetectedCell) => CellId {
  const insert = prepare(
    db,
    `INSERT INTO cells (scan_id, field_index, x_px, y_px, width_px, height_px, score)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  return (fieldIndex, cell) => {
    const result = insert.run(
      scanId,
      fieldIndex,
      cell.xPx,
      cell.yPx,
      cell.widthPx,
      cell.heightPx,
      cell.score,
    );
    return String(result.lastInsertRowid) as CellId;
  };
}

function assertModel(db: Db, scan: NewScan): void {
  if (prepare(db, 'SELECT 1 FROM models WHERE id = ?').get(scan.modelId) !== undefined) return;
  throw new LabError(
    'model-unknown',
    `There is no model ${scan.modelId} in this database. Register it before its scans are stored.`,
    { modelId: scan.modelId },
  );
}

function indexOfField(scan: NewScan, name: string): number {
  const field = scan.fields.find((one) => one.name === name);
  if (field === undefined) throw new Error(`The scan has no field ${name}`);
  return field.fieldIndex;
}

function markScanned(db: Db, scan: NewScan, scanId: ScanId): void {
  const update = prepare(
    db,
    `UPDATE slides SET state = 'scanned', failure_code = NULL, failure_message = NULL
    WHERE id = ?`,
  );
  assertOneChanged(update.run(scan.slideId), 'slides');
  appendAudit(db, {
    action: 'slide-scanned',
    subject: scan.slideId,
    details: { scanId, modelId: scan.modelId, cellCount: scan.cells.length, program: scan.programVersion },
  });
}
