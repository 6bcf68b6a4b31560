import { existsSync, statSync } from 'node:fs';
import { readAuditHead } from '../database/audit.ts';
import { countRows } from '../database/countRows.ts';
import type { Db } from '../database/open.ts';
import { programVersion } from './programVersion.ts';

/** What a person may want to know of a station's database and program. */
export function describeStation(db: Db, databasePath: string) {
  return {
    programVersion,
    nodeVersion: process.versions.node,
    databasePath,
    databaseSizeBytes: sizeOf(databasePath),
    ...countRows(db),
    auditHeadHash: readAuditHead(db),
  };
}

/** With what was written last: it lies beside the database until it is taken into it. */
function sizeOf(databasePath: string): number {
  const files = [databasePath, `${databasePath}-wal`].filter((path) => existsSync(path));
  return files.reduce((sum, path) => sum + statSync(path).size, 0);
}
