import type { CellId } from '../domain/ids.ts';
import { LabError } from '../domain/labError.ts';
import type { ScanId } from '../domain/scan.ts';
import { appendAudit } from './audit.ts';
import { carryReviews } from './carryReviews.ts';
import { insertCellEdit } from './cellEdits.ts';
import type { Db } from './db.ts';
import { findReviewedAgain } from './findReviewedAgain.ts';
import { insertCellRow } from './insertCellRow.ts';
import { prepare } from './prepare.ts';
import type { NewScan } from './scans.ts';
import { readSlide } from './slides.ts';
import { raiseRevision, rebuildTally } from './tallies.ts';
import { assertOneChanged, inTransaction } from './transaction.ts';

/** Stores a finished scan whole, or nothing of it: fields, cells, predictions, reviews carried over from
 *  earlier scans of the slide, the slide's state and the audit entry, in one transaction. Earlier scans and
 *  their predictions stay as they are. A cell that a person has reviewed and this scan missed is kept in it,
 *  without a prediction, where this scan looked and unless it was said to be no white cell.
 *  @throws LabError 'slide-unknown' | 'model-unknown' | 'disk-full' … as inTransaction */
export function recordScan(db: Db, scan: NewScan): ScanId {
  return inTransaction(db, 'record the scan', () => {
    readSlide(db, scan.slideId);
    assertModel(db, scan);
    const { found, kept } = findReviewedAgain(db, scan);
    const scanId = insertScan(db, scan, scan.cells.length + kept.length);
    insertFields(db, scanId, scan);
    const cellIds = insertCells(db, scanId, scan);
    for (const { reviewed, foundIndex, editedBox } of found) {
      const [newId, foundCell] = [cellIds[foundIndex], scan.cells[foundIndex]];
      if (newId === undefined || foundCell === undefined) continue;
      carryReviews(db, reviewed.cellId, newId);
      // who deleted a cell, or set its box right, need not do so again
      const edit = { cellId: newId, actionId: undefined, isPresent: reviewed.isPresent, isNew: false };
      if (editedBox !== undefined) insertCellEdit(db, { ...edit, box: editedBox });
    }
    for (const { reviewed, fieldIndex, cell } of kept) {
      const newId = insertCellRow(db, scanId, { ...cell, fieldIndex });
      carryReviews(db, reviewed.cellId, newId);
      const edit = { cellId: newId, actionId: undefined, isPresent: true, isNew: reviewed.isDrawn };
      if (reviewed.editedBox !== undefined) insertCellEdit(db, { ...edit, box: cell });
    }
    rebuildTally(db, scanId);
    raiseRevision(db, scanId);
    markScanned(db, scan, scanId);
    return scanId;
  });
}

function insertScan(db: Db, scan: NewScan, cellCount: number): ScanId {
  const insert = prepare(
    db,
    `INSERT INTO scans (slide_id, model_id, program_version, started_at, finished_at, duration_ms,
      red_cell_diameter_px, cell_count, field_kind, pixel_size_x_um, pixel_size_y_um, pixel_size_origin,
      pixel_size_low_um, pixel_size_high_um, cell_goal, candidate_field_count, warnings, engine)
    VALUES (@slideId, @modelId, @programVersion, @startedAt, @finishedAt, @durationMs, @diameterPx, @cellCount,
      @fieldKind, @xUm, @yUm, @origin, @lowUm, @highUm, @cellGoal, @candidateFieldCount, @warnings,
      @engine)`,
  );
  const { pixelSize } = scan;
  const result = insert.run({
    slideId: scan.slideId,
    modelId: scan.modelId,
    programVersion: scan.programVersion,
    startedAt: scan.startedAt,
    finishedAt: new Date().toISOString(),
    durationMs: scan.durationMs,
    diameterPx: scan.redCellDiameterPx ?? null,
    cellCount,
    fieldKind: scan.fieldKind,
    xUm: pixelSize?.xUm ?? null,
    yUm: pixelSize?.yUm ?? null,
    origin: pixelSize?.origin ?? null,
    lowUm: pixelSize?.interval?.lowUm ?? null,
    highUm: pixelSize?.interval?.highUm ?? null,
    cellGoal: scan.cellGoal ?? null,
    candidateFieldCount: scan.candidateFieldCount ?? null,
    warnings: JSON.stringify(scan.warnings),
    engine: scan.engine ?? null,
  });
  assertOneChanged(result, 'scans');
  return String(result.lastInsertRowid) as ScanId;
}

function insertFields(db: Db, scanId: ScanId, scan: NewScan): void {
  const insertField = prepare(
    db,
    `INSERT INTO fields (scan_id, field_index, name, width_px, height_px, x_px, y_px, focus_score)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const field of scan.fields) {
    const { fieldIndex, name, widthPx, heightPx } = field;
    const [xPx, yPx, focusScore] = [field.xPx ?? null, field.yPx ?? null, field.focusScore ?? null];
    insertField.run(scanId, fieldIndex, name, widthPx, heightPx, xPx, yPx, focusScore);
  }
  const insertFailure = prepare(
    db,
    'INSERT INTO field_failures (scan_id, name, code, message) VALUES (?, ?, ?, ?)',
  );
  for (const failure of scan.failures) insertFailure.run(scanId, failure.name, failure.code, failure.message);
  const insertLeftOut = prepare(
    db,
    `INSERT INTO left_out_fields (scan_id, name, x_px, y_px, width_px, height_px, reason, focus_score)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { name, xPx, yPx, widthPx, heightPx, reason, focusScore } of scan.leftOut)
    insertLeftOut.run(scanId, name, xPx, yPx, widthPx, heightPx, reason, focusScore);
}

/** @returns the new ids, in the order of `scan.cells` */
function insertCells(db: Db, scanId: ScanId, scan: NewScan): readonly CellId[] {
  const insertPrediction = prepare(
    db,
    `INSERT INTO predictions
    (cell_id, model_id, cell_class, benign, early_pre_b, pre_b, pro_b, strangeness) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return scan.cells.map((cell) => {
    const cellId = insertCellRow(db, scanId, cell);
    const given = cell.probabilities;
    insertPrediction.run(
      cellId,
      scan.modelId,
      cell.cellClass,
      given.benign,
      given['early-pre-b'],
      given['pre-b'],
      given['pro-b'],
      cell.strangeness ?? null,
    );
    return cellId;
  });
}

function assertModel(db: Db, scan: NewScan): void {
  if (prepare(db, 'SELECT 1 FROM models WHERE id = ?').get(scan.modelId) !== undefined) return;
  throw new LabError(
    'model-unknown',
    `There is no model ${scan.modelId} in this database. Register it before its scans are stored.`,
    { modelId: scan.modelId },
  );
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
