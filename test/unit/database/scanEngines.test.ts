import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { findOrCreateSlide } from '../../../main/database/findOrCreateSlide.ts';
import { migrateDatabase } from '../../../main/database/migrate.ts';
import { readMigrations } from '../../../main/database/migrations.ts';
import { registerModel } from '../../../main/database/models.ts';
import { recordScan } from '../../../main/database/recordScan.ts';
import { findFinishedScan, listScans } from '../../../main/database/scans.ts';
import type { ModelId } from '../../../main/domain/ids.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { aModelCard, aScan, aSlide, sha256Of } from '../../helpers/labRecords.ts';
import { aTempFolder, openTempDatabase } from '../../helpers/openTempDatabase.ts';

const fp32 = 'tfjs-node 4.22.0, TensorFlow 2.21.0, fp32';
const int8 = 'onnxruntime 1.30.0, int8 (copy 0123456789ab)';
const anyScale = { cellGoal: undefined, pixelSizeUm: undefined, redCellDiameterPx: undefined };

test('a scan says what computed its classes', () => {
  const db = openTempDatabase();
  const { id: modelId } = registerModel(db, aModelCard());
  const { id: slideId } = findOrCreateSlide(db, aSlide());
  recordScan(db, aScan({ slideId, modelId, engine: int8 }));
  expect(listScans(db, slideId)).toMatchObject([{ engine: int8 }]);
  const wanted = { slideId, modelId, ...anyScale };
  expect(findFinishedScan(db, wanted)).toBeDefined();
  expect(findFinishedScan(db, { ...wanted, engine: 'int8' })).toBeDefined();
  // who asks for the reference gets it, and then the scan is there
  expect(findFinishedScan(db, { ...wanted, engine: 'fp32' })).toBeUndefined();
  recordScan(db, aScan({ slideId, modelId, engine: fp32 }));
  expect(findFinishedScan(db, { ...wanted, engine: 'fp32' })).toMatchObject({ engine: fp32 });
});

test('scans of the version before stay, computed in float32 by what nobody noted', () => {
  const db = new Database(join(aTempFolder(), 'lab.db'));
  onTestFinished(() => {
    db.close();
  });
  migrateDatabase(
    db,
    readMigrations().filter(({ number }) => number < 150),
  );
  db.exec(`
    INSERT INTO slides (id, name, path, kind, sha256, size_bytes, state, is_synthetic, created_at)
      VALUES ('slide', 'smear-1', '/smear-1', 'image-file', '${sha256Of('1')}', 10, 'scanned', 0, '2026-11-01T08:00:00.000Z');
    INSERT INTO models VALUES ('model', 'tiny', '1.0.0', '${sha256Of('weights')}', '{}', '2026-11-01T08:00:00.000Z');
    INSERT INTO scans (id, slide_id, model_id, program_version, started_at, finished_at, duration_ms, cell_count)
      VALUES (7, 'slide', 'model', '0.3.0', '2026-11-01T08:00:00.000Z', '2026-11-01T08:00:02.000Z', 2000, 0);`);
  migrateDatabase(db);
  const wanted = { slideId: 'slide' as SlideId, modelId: 'model' as ModelId, ...anyScale };
  expect(findFinishedScan(db, { ...wanted, engine: 'fp32' })).toMatchObject({ id: '7', engine: undefined });
  expect(findFinishedScan(db, { ...wanted, engine: 'int8' })).toBeUndefined();
});
