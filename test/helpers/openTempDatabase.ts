import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Db, openDatabase } from '../../main/database/open.ts';
import type { LabErrorCode } from '../../main/domain/labError.ts';
import { LabError } from '../../main/domain/labError.ts';

/** A folder of the running test, removed when it ends. */
export function aTempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'blastscope-database-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A real database in a real file, new unless the path is given, closed and removed when the test ends. */
export function openTempDatabase(path = join(aTempFolder(), 'lab.db')): Db {
  const db = openDatabase(path);
  onTestFinished(() => {
    db.close();
  });
  return db;
}

/** The code of the LabError that an action ends in. @throws Error when it ends otherwise */
export function codeOf(action: () => unknown): LabErrorCode {
  return labErrorOf(action).code;
}

/** The LabError that an action ends in. @throws Error when it ends otherwise */
export function labErrorOf(action: () => unknown): LabError {
  try {
    action();
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error('It did not fail');
}
