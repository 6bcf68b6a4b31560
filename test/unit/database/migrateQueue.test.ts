import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { checkIntegrity } from '../../../main/database/checkDatabase.ts';
import type { Db } from '../../../main/database/db.ts';
import { migrateDatabase } from '../../../main/database/migrate.ts';
import { readMigrations } from '../../../main/database/migrations.ts';
import { countWaitingScans, enqueueScans, readQueuePaused } from '../../../main/database/scanJobs.ts';
import { readSettings } from '../../../main/database/settings.ts';
import { noteFingerprint, readKnownFingerprint } from '../../../main/database/slideFingerprints.ts';
import { listWorklist } from '../../../main/database/worklist.ts';
import { defaultLabSettings } from '../../../main/domain/labSettings.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { sha256Of } from '../../helpers/labRecords.ts';
import { aTempFolder } from '../../helpers/openTempDatabase.ts';

const migrations = readMigrations();

/** A database as version 0.2 left it, which knew neither window nor queue: a scanned and a failed slide. */
function aDatabaseOf02(): Db {
  const db = new Database(join(aTempFolder(), 'lab.db'));
  onTestFinished(() => {
    db.close();
  });
  migrateDatabase(
    db,
    migrations.filter(({ number }) => number <= 80),
  );
  db.exec(`
    INSERT INTO slides (id, name, path, kind, sha256, size_bytes, state, failure_code, failure_message, is_synthetic,
      created_at) VALUES
      ('a', 'smear-1.svs', '/slides/smear-1.svs', 'image-file', '${sha256Of('1')}', 10, 'scanned', NULL, NULL, 0,
        '2026-11-01T08:00:00.000Z'),
      ('b', 'smear-2.jpg', '/slides/smear-2.jpg', 'image-file', NULL, NULL, 'failed', 'slide-unreadable', 'Cut.', 0,
        '2026-11-01T09:00:00.000Z');
    INSERT INTO models VALUES ('model', 'tiny', '1.0.0', '${sha256Of('weights')}', '{}', '2026-11-01T08:00:00.000Z');
    INSERT INTO scans (id, slide_id, model_id, program_version, started_at, finished_at, duration_ms,
      red_cell_diameter_px, cell_count)
      VALUES (7, 'a', 'model', '0.2.0', '2026-11-01T08:00:00.000Z', '2026-11-01T08:00:02.000Z', 2000, 72, 2);
    INSERT INTO fields (scan_id, field_index, name, width_px, height_px) VALUES (7, 0, 'f1.jpg', 800, 600);
    INSERT INTO cells (id, scan_id, field_index, x_px, y_px, width_px, height_px, score)
      VALUES (3, 7, 0, 10, 20, 40, 40, 0.9), (4, 7, 0, 110, 20, 40, 40, 0.9);
    INSERT INTO predictions VALUES (3, 'model', 'pre-b', 0.1, 0.1, 0.7, 0.1), (4, 'model', 'benign', 0.7, 0.1, 0.1, 0.1);
    INSERT INTO reviews (id, cell_id, reviewer, verdict, at)
      VALUES ('review', 3, 'Ada', 'benign', '2026-11-02T08:00:00.000Z');`);
  return db;
}

test('a lab that worked at the terminal finds its slides in the worklist, nothing queued, nothing set', () => {
  const db = aDatabaseOf02();
  migrateDatabase(db, migrations);
  expect(listWorklist(db)).toMatchObject([
    { slideId: 'b', state: 'failed', scan: undefined },
    {
      slideId: 'a',
      state: 'scanned',
      scan: { cellCount: 2, tally: { counts: { benign: 2, 'pre-b': 0 }, reviewedCount: 1, mustSeeCount: 0 } },
    },
  ]);
  expect([countWaitingScans(db), readQueuePaused(db)]).toEqual([0, false]);
  expect(readSettings(db)).toEqual(defaultLabSettings);
  expect(checkIntegrity(db)).toEqual({ isIntact: true, problems: [] });
});

test('slides of before can be queued, and what their files look like be noted', () => {
  const db = aDatabaseOf02();
  migrateDatabase(db, migrations);
  const slideId = 'a' as SlideId;
  enqueueScans(db, [slideId], { priority: 'stat', cellGoal: 100, isForced: true, person: 'Ada' });
  expect(listWorklist(db, [slideId])).toMatchObject([{ state: 'waiting', scan: { cellCount: 2 } }]);
  expect(readKnownFingerprint(db, slideId)).toBeUndefined();
  for (const fingerprint of ['first', 'second'])
    noteFingerprint(db, slideId, { sha256: sha256Of('1'), fingerprint });
  expect(readKnownFingerprint(db, slideId)).toEqual({ sha256: sha256Of('1'), fingerprint: 'second' });
});
