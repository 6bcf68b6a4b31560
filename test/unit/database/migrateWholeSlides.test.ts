import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { verifyAuditChain } from '../../../main/database/audit.ts';
import { listCells } from '../../../main/database/cells.ts';
import { checkIntegrity } from '../../../main/database/checkDatabase.ts';
import type { Db } from '../../../main/database/db.ts';
import { findOrCreateSlide } from '../../../main/database/findOrCreateSlide.ts';
import { migrateDatabase } from '../../../main/database/migrate.ts';
import { readMigrations } from '../../../main/database/migrations.ts';
import { recordScan } from '../../../main/database/recordScan.ts';
import { listFields, listScans } from '../../../main/database/scans.ts';
import { listSlides } from '../../../main/database/slides.ts';
import type { ModelId } from '../../../main/domain/ids.ts';
import { aScan, aSlide, sha256Of } from '../../helpers/labRecords.ts';
import { aTempFolder } from '../../helpers/openTempDatabase.ts';

const migrations = readMigrations();

/** A database as version 0.1 left it: two slides, a scan with a reviewed cell, a failed field and a report. */
function aDatabaseOf01(): Db {
  const db = new Database(join(aTempFolder(), 'lab.db'));
  onTestFinished(() => {
    db.close();
  });
  migrateDatabase(
    db,
    migrations.filter(({ number }) => number < 80),
  );
  const slide = db.prepare(`INSERT INTO slides (id, name, path, kind, sha256, size_bytes, state, failure_code,
    failure_message, is_synthetic, created_at) VALUES (?, ?, ?, ?, ?, 10, ?, ?, ?, 0, '2026-11-01T08:00:00.000Z')`);
  // the one that came first has the greater id: only the rowid tells
  slide.run('z', 'smear-1', '/slides/smear-1', 'field-folder', sha256Of('1'), 'scanned', null, null);
  slide.run(
    'a',
    'smear-2.jpg',
    '/slides/smear-2.jpg',
    'image-file',
    null,
    'failed',
    'slide-unreadable',
    'Cut.',
  );
  db.exec(`
    INSERT INTO models VALUES ('model', 'tiny', '1.0.0', '${sha256Of('weights')}', '{}', '2026-11-01T08:00:00.000Z');
    INSERT INTO scans (id, slide_id, model_id, program_version, started_at, finished_at, duration_ms,
      red_cell_diameter_px, cell_count)
      VALUES (7, 'z', 'model', '0.1.0', '2026-11-01T08:00:00.000Z', '2026-11-01T08:00:02.000Z', 2000, 72, 1);
    INSERT INTO fields (scan_id, field_index, name, width_px, height_px) VALUES (7, 0, 'f1.jpg', 800, 600);
    INSERT INTO field_failures VALUES (7, 'f2.jpg', 'slide-unreadable', 'Cannot read f2.jpg.');
    INSERT INTO cells (id, scan_id, field_index, x_px, y_px, width_px, height_px, score)
      VALUES (3, 7, 0, 10, 20, 40, 40, 0.9);
    INSERT INTO predictions VALUES (3, 'model', 'pre-b', 0.1, 0.1, 0.7, 0.1);
    INSERT INTO reviews (id, cell_id, reviewer, verdict, at)
      VALUES ('review', 3, 'Ada', 'benign', '2026-11-02T08:00:00.000Z');
    INSERT INTO reports (id, slide_id, scan_id, model_id, reviewer, signature_meaning, pdf_sha256, path, inputs,
      issued_at) VALUES ('report', 'z', 7, 'model', 'Ada', 'reviewed', '${sha256Of('pdf')}', '/r.pdf', '{}',
      '2026-11-02T09:00:00.000Z');`);
  return db;
}

test('a database of version 0.1 keeps every row and its order, and takes DICOM series in', () => {
  const db = aDatabaseOf01();
  const rowsOf = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  const tables = ['slides', 'models', 'scans', 'fields', 'cells', 'predictions', 'reviews', 'reports'];
  const before = tables.map(rowsOf);
  migrateDatabase(db);
  expect(tables.map(rowsOf)).toEqual(before);
  expect(listSlides(db)).toMatchObject([
    { id: 'z', kind: 'field-folder', state: 'scanned', currentScan: { id: '7', cellCount: 1 } },
    {
      id: 'a',
      kind: 'image-file',
      state: 'failed',
      sha256: undefined,
      failure: { code: 'slide-unreadable' },
    },
  ]);
  expect(findOrCreateSlide(db, aSlide({ kind: 'dicom-series', path: '/slides/series' }))).toMatchObject({
    kind: 'dicom-series',
  });
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(checkIntegrity(db)).toMatchObject({ isIntact: true });
  expect(verifyAuditChain(db).isIntact).toBe(true);
});

test('the tables of version 0.1 keep their indexes, keys and refusals', () => {
  const db = aDatabaseOf01();
  const namesOf = (type: string) =>
    db.prepare('SELECT name FROM sqlite_schema WHERE type = ? ORDER BY name').pluck().all(type);
  const [indexes, triggers] = [namesOf('index'), namesOf('trigger')];
  migrateDatabase(db);
  expect(namesOf('index')).toEqual(expect.arrayContaining(indexes));
  expect(namesOf('trigger')).toEqual(expect.arrayContaining(triggers));
  const twice = () => db.exec("UPDATE slides SET path = '/slides/smear-2.jpg', sha256 = NULL WHERE id = 'z'");
  expect(twice).toThrow('UNIQUE');
  expect(() => db.exec("DELETE FROM slides WHERE id = 'z'")).toThrow('FOREIGN KEY');
  expect(() => db.exec("UPDATE slides SET kind = 'video' WHERE id = 'z'")).toThrow('CHECK');
});

test('a scan by version 0.1 reads as what it was: camera images, all of them, its scale by red cells', () => {
  const db = aDatabaseOf01();
  migrateDatabase(db);
  const [slide] = listSlides(db);
  if (slide === undefined) throw new Error('no slide');
  expect(listScans(db, slide.id)).toMatchObject([
    {
      fieldKind: 'camera-image',
      cellGoal: undefined,
      candidateFieldCount: undefined,
      warnings: [],
      // 7.2 µm over 72 px; normal red cells are 6.2 to 8.2 µm wide
      pixelSize: { xUm: 0.1, origin: 'estimated', interval: { lowUm: 6.2 / 72, highUm: 8.2 / 72 } },
    },
  ]);
  expect(listFields(db, listScans(db, slide.id)[0]?.id ?? ('' as never))).toEqual({
    fields: [
      {
        fieldIndex: 0,
        name: 'f1.jpg',
        widthPx: 800,
        heightPx: 600,
        xPx: undefined,
        yPx: undefined,
        focusScore: undefined,
      },
    ],
    failures: [{ name: 'f2.jpg', code: 'slide-unreadable', message: 'Cannot read f2.jpg.' }],
    leftOut: [],
  });
  expect(listCells(db, slide.id)).toMatchObject([
    { fieldXPx: undefined, verdict: 'benign', reviewer: 'Ada' },
  ]);
});

test('a rescan of a slide from version 0.1 carries its reviews, and left-out fields are never changed', () => {
  const db = aDatabaseOf01();
  migrateDatabase(db);
  const [slide] = listSlides(db);
  if (slide === undefined) throw new Error('no slide');
  const blurred = {
    name: 'f9.jpg',
    xPx: 0,
    yPx: 0,
    widthPx: 8,
    heightPx: 6,
    reason: 'out-of-focus',
    focusScore: 0,
  };
  const fields = aScan({ slideId: slide.id, modelId: 'model' as ModelId }).fields.map((field) => ({
    ...field,
    name: 'f1.jpg',
  }));
  recordScan(
    db,
    aScan({
      slideId: slide.id,
      modelId: 'model' as ModelId,
      fields,
      leftOut: [{ ...blurred, reason: 'out-of-focus' }],
    }),
  );
  expect(listCells(db, slide.id)).toMatchObject([{ fieldXPx: 0, verdict: 'benign' }]);
  expect(() => db.exec('UPDATE left_out_fields SET focus_score = 1')).toThrow('append-only');
  expect(() => db.exec('DELETE FROM left_out_fields')).toThrow('append-only');
});
