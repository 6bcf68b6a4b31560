import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { verifyAuditChain } from '../../../main/database/audit.ts';
import { listCells } from '../../../main/database/cells.ts';
import { checkIntegrity } from '../../../main/database/checkDatabase.ts';
import { labelCells, readLabelHistory, undoLabels } from '../../../main/database/labelCells.ts';
import { migrateDatabase } from '../../../main/database/migrate.ts';
import { readMigrations } from '../../../main/database/migrations.ts';
import { readCellTable } from '../../../main/database/readCellTable.ts';
import { listReviews } from '../../../main/database/reviews.ts';
import { listSlides } from '../../../main/database/slides.ts';
import { readRevision, readStandingSums, rebuildTally } from '../../../main/database/tallies.ts';
import { layOutContactGrid } from '../../../main/domain/contactGrid.ts';
import type { CellId } from '../../../main/domain/ids.ts';
import type { ScanId } from '../../../main/domain/scan.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { sha256Of } from '../../helpers/labRecords.ts';
import { aTempFolder } from '../../helpers/openTempDatabase.ts';

const migrations = readMigrations();

/** A database as version 0.2 left it: a slide of two camera images without places, three cells, one of them reviewed
 *  twice. */
function aDatabaseOf02() {
  const db = new Database(join(aTempFolder(), 'lab.db'));
  onTestFinished(() => {
    db.close();
  });
  migrateDatabase(
    db,
    migrations.filter(({ number }) => number < 90),
  );
  db.exec(`
    INSERT INTO slides (id, name, path, kind, sha256, size_bytes, state, is_synthetic, created_at)
      VALUES ('z', 'smear-1', '/slides/smear-1', 'field-folder', '${sha256Of('1')}', 10, 'scanned', 0,
      '2026-11-01T08:00:00.000Z');
    INSERT INTO models VALUES ('model', 'tiny', '1.0.0', '${sha256Of('weights')}', '{}', '2026-11-01T08:00:00.000Z');
    INSERT INTO scans (id, slide_id, model_id, program_version, started_at, finished_at, duration_ms,
      red_cell_diameter_px, cell_count)
      VALUES (7, 'z', 'model', '0.1.0', '2026-11-01T08:00:00.000Z', '2026-11-01T08:00:02.000Z', 2000, 72, 3);
    INSERT INTO fields (scan_id, field_index, name, width_px, height_px)
      VALUES (7, 0, 'f1.jpg', 800, 600), (7, 1, 'f2.jpg', 800, 600);
    INSERT INTO cells (id, scan_id, field_index, x_px, y_px, width_px, height_px, score)
      VALUES (3, 7, 0, 10, 20, 40, 40, 0.9), (4, 7, 1, 10, 20, 40, 40, 0.9), (5, 7, 1, 90, 20, 40, 40, 1);
    INSERT INTO predictions VALUES (3, 'model', 'pre-b', 0.1, 0.1, 0.7, 0.1), (4, 'model', 'benign', 0.7, 0.1, 0.1, 0.1);
    INSERT INTO reviews (id, cell_id, reviewer, verdict, at)
      VALUES ('one', 3, 'Ada', 'benign', '2026-11-02T08:00:00.000Z');
    INSERT INTO reviews (id, cell_id, reviewer, verdict, previous_review_id, at)
      VALUES ('two', 3, 'Ben', 'unidentified', 'one', '2026-11-02T08:01:00.000Z');`);
  migrateDatabase(db);
  return { db, slideId: 'z' as SlideId, scanId: '7' as ScanId };
}

test('a database of version 0.2 has its sums, as they would be counted anew', () => {
  const { db, scanId } = aDatabaseOf02();
  const sums = readStandingSums(db, scanId);
  expect(sums).toEqual([
    { standing: 'benign', cellCount: 1, reviewedCount: 0, seenCount: 0 },
    { standing: 'unidentified', cellCount: 1, reviewedCount: 1, seenCount: 1 },
    { standing: 'unjudged', cellCount: 1, reviewedCount: 0, seenCount: 0 },
  ]);
  rebuildTally(db, scanId);
  expect(readStandingSums(db, scanId)).toEqual(sums);
  expect(readRevision(db, scanId)).toBe(0);
  expect(checkIntegrity(db)).toMatchObject({ isIntact: true });
  expect(verifyAuditChain(db).isIntact).toBe(true);
});

test('its reviews stand, are no actions to take back, and new ones follow them', () => {
  const { db, slideId } = aDatabaseOf02();
  expect(readLabelHistory(db, slideId)).toMatchObject({ undoCount: 0, redoCount: 0 });
  labelCells(db, { slideId, person: 'Cleo', cellIds: ['3' as CellId], verdict: 'pro-b' });
  expect(listReviews(db, '3' as CellId)).toMatchObject([
    { id: 'one' },
    { id: 'two' },
    { reviewer: 'Cleo', verdict: 'pro-b', previousReviewId: 'two' },
  ]);
  undoLabels(db, { slideId, person: 'Cleo' });
  expect(listCells(db, slideId)[0]).toMatchObject({ verdict: 'unidentified', reviewer: 'Ben' });
});

test('its camera images lie where the viewer lays them out', () => {
  const { db, slideId } = aDatabaseOf02();
  const size = { widthPx: 800, heightPx: 600 };
  const { places } = layOutContactGrid([size, size]);
  const table = readCellTable(db, slideId);
  expect(table.fields).toMatchObject(places);
  expect(table.xPx[1]).toBe((places[1]?.xPx ?? Number.NaN) + 10);
  expect(listSlides(db)).toHaveLength(1);
});
