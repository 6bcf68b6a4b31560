import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { appendActivation, listActivations } from '../../../main/database/activations.ts';
import { checkIntegrity } from '../../../main/database/checkDatabase.ts';
import { listControlSets } from '../../../main/database/controlSets.ts';
import { migrateDatabase } from '../../../main/database/migrate.ts';
import { readMigrations } from '../../../main/database/migrations.ts';
import { sha256Of } from '../../helpers/labRecords.ts';
import { aTempFolder } from '../../helpers/openTempDatabase.ts';

test('a lab of version 0.3 keeps its activations, and has no control set', () => {
  const migrations = readMigrations();
  const db = new Database(join(aTempFolder(), 'lab.db'));
  onTestFinished(() => {
    db.close();
  });
  migrateDatabase(
    db,
    migrations.filter(({ number }) => number <= 140),
  );
  const [sha256, at] = [sha256Of('a'), '2026-11-01T08:00:00.000Z'];
  db.exec(`INSERT INTO model_activations (full_name, sha256, person, is_rollback, at)
    VALUES ('a-1.0.0', '${sha256}', 'Ada', 0, '${at}')`);
  migrateDatabase(db, migrations);
  const kept = { fullName: 'a-1.0.0', sha256, person: 'Ada', isRollback: false, at, isUnmeasured: false };
  expect(listActivations(db)).toEqual([kept]);
  expect(listControlSets(db)).toEqual([]);
  appendActivation(db, { ...kept, isUnmeasured: true });
  expect(listActivations(db)).toHaveLength(2);
  expect(() => db.prepare("UPDATE model_activations SET person = 'Eve'").run()).toThrow('append-only');
  expect(checkIntegrity(db)).toEqual({ isIntact: true, problems: [] });
});
