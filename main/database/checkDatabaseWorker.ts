import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import { verifyAuditChain } from './audit.ts';
import { checkIntegrity } from './checkDatabase.ts';
import type { DatabaseCheckReply } from './checkDatabaseFile.ts';
import { openDatabase } from './open.ts';

function check(): DatabaseCheckReply {
  const { path } = z.object({ path: z.string() }).parse(workerData);
  try {
    const db = openDatabase(path, { readOnly: true });
    try {
      // one moment for both: the station goes on writing
      const readAll = db.transaction(() => ({ integrity: checkIntegrity(db), audit: verifyAuditChain(db) }));
      return { check: readAll() };
    } finally {
      db.close();
    }
  } catch (cause) {
    if (cause instanceof LabError) return { refused: { code: cause.code, message: cause.message } };
    return { refused: { message: cause instanceof Error ? cause.message : String(cause) } };
  }
}

parentPort?.postMessage(check());
