import { statSync } from 'node:fs';
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
    databaseSizeBytes: statSync(databasePath).size,
    ...countRows(db),
    auditHeadHash: readAuditHead(db),
  };
}
