import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { appendReview } from '../../../main/database/appendReview.ts';
import { verifyAuditChain } from '../../../main/database/audit.ts';
import { listCells } from '../../../main/database/cells.ts';
import { checkIntegrity } from '../../../main/database/checkDatabase.ts';
import { deleteCells, markSeen } from '../../../main/database/labelCells.ts';
import { openDatabase } from '../../../main/database/open.ts';
import { type NewReport, recordReport } from '../../../main/database/reports.ts';
import { listReviews } from '../../../main/database/reviews.ts';
import type { CellId } from '../../../main/domain/ids.ts';
import type { IssuedReport } from '../../../main/domain/issuedReport.ts';
import { countedClass } from '../../../main/domain/reviewedCell.ts';
import { cellsInRow, recordScannedSlide, sha256Of } from '../../helpers/labRecords.ts';
import { aTempFolder, codeOf, openTempDatabase } from '../../helpers/openTempDatabase.ts';

test('the latest review stands, the model where there is none, and all are kept', () => {
  const db = openTempDatabase();
  const { slide } = recordScannedSlide(db, cellsInRow(3));
  const [first, second] = listCells(db, slide.id);
  if (first === undefined || second === undefined) throw new Error('no cells');
  const one = appendReview(db, { cellId: first.id, reviewer: 'Ada', verdict: 'benign' });
  const two = appendReview(db, { cellId: first.id, reviewer: ' Ben ', verdict: 'pro-b' });
  appendReview(db, { cellId: second.id, reviewer: 'Ada', verdict: 'unidentified' });
  expect(listReviews(db, first.id)).toEqual([one, two]);
  expect([one.previousReviewId, two.previousReviewId, two.reviewer]).toEqual([undefined, one.id, 'Ben']);
  expect(listCells(db, slide.id).map(countedClass)).toEqual(['pro-b', undefined, 'pre-b']);
});

test('a review without a name or of no cell is refused', () => {
  const db = openTempDatabase();
  const cellId = '5' as CellId;
  expect(codeOf(() => appendReview(db, { cellId, reviewer: ' ', verdict: 'benign' }))).toBe(
    'argument-invalid',
  );
  expect(codeOf(() => appendReview(db, { cellId, reviewer: 'Ada', verdict: 'benign' }))).toBe(
    'argument-invalid',
  );
});

test.each([
  'scans',
  'fields',
  'field_failures',
  'cells',
  'predictions',
  'models',
  'reviews',
  'label_actions',
  'cell_edits',
  'cell_sightings',
  'reports',
  'audit',
])('what is in %s can be neither changed nor deleted, not even by REPLACE', (table) => {
  const db = openTempDatabase();
  const { slide, scanId } = recordScannedSlide(db);
  const [cell] = listCells(db, slide.id);
  if (cell?.prediction === undefined) throw new Error('no cell');
  appendReview(db, { cellId: cell.id, reviewer: 'Ada', verdict: 'benign' });
  const who = { slideId: slide.id, person: 'Ada', cellIds: [cell.id] };
  markSeen(db, who);
  deleteCells(db, who);
  recordReport(db, aReport({ slideId: slide.id, scanId, modelId: cell.prediction.modelId }));
  db.prepare("INSERT INTO field_failures (scan_id, name, code, message) VALUES (?, 'b', 'c', 'd')").run(
    scanId,
  );
  const columns = db.prepare(`SELECT name FROM pragma_table_info(?)`).pluck().all(table).map(String);
  const last = columns.at(-1);
  expect(() => db.exec(`UPDATE ${table} SET ${last} = ${last}`)).toThrow('append-only');
  expect(() => db.exec(`DELETE FROM ${table}`)).toThrow('append-only');
  expect(() => db.exec(`REPLACE INTO ${table} SELECT * FROM ${table}`)).toThrow('append-only');
});

test('foreign keys hold: no cell without its field, no slide deleted under its scans', () => {
  const db = openTempDatabase();
  recordScannedSlide(db);
  const orphan = `INSERT INTO cells (scan_id, field_index, x_px, y_px, width_px, height_px, score)
    VALUES (99, 0, 1, 1, 1, 1, 1)`;
  expect(() => db.exec(orphan)).toThrow('FOREIGN KEY');
  expect(() => db.exec('DELETE FROM slides')).toThrow('FOREIGN KEY');
});

test('killed with SIGKILL in the middle of reviewing, no committed review is lost', async () => {
  const path = join(aTempFolder(), 'lab.db');
  const db = openDatabase(path);
  const { slide } = recordScannedSlide(db);
  db.close();
  const acknowledged: string[] = [];
  for (const wanted of [25, 60]) {
    const script = join(import.meta.dirname, '../../helpers/appendReviewsUntilKilled.ts');
    const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const closed = once(child, 'close');
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.split('\n').length > wanted) child.kill('SIGKILL');
    });
    await closed;
    acknowledged.push(...said.split('\n').slice(0, -1));
  }
  const reopened = openTempDatabase(path);
  const [cell] = listCells(reopened, slide.id);
  if (cell === undefined) throw new Error('no cell');
  const stored = new Set<string>(listReviews(reopened, cell.id).map((review) => review.id));
  expect(acknowledged.length).toBeGreaterThanOrEqual(85);
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect(checkIntegrity(reopened)).toEqual({ isIntact: true, problems: [] });
  expect(verifyAuditChain(reopened).isIntact).toBe(true);
});

function aReport(ids: Pick<IssuedReport, 'slideId' | 'scanId' | 'modelId'>): NewReport {
  return {
    ...ids,
    reviewer: 'Ada',
    signatureMeaning: 'reviewed',
    pdfSha256: sha256Of('pdf'),
    path: '/reports/1.pdf',
    inputs: { slide: 'smear-1' },
    issuedAt: '2026-11-02T10:00:00.000Z',
  };
}
