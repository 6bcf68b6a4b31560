import { hostname } from 'node:os';
import type { Db } from '../database/open.ts';
import { acquireScanLock, refreshScanLock, releaseScanLock, type ScanLock } from '../database/scanLock.ts';
import { LabError } from '../domain/labError.ts';

/** The scan lock of a database for a process that takes it again and again. */
export interface HeldScanLock {
  /** Takes the lock unless it is held here, and says that the scan goes on.
   *  @returns whether it was taken now
   *  @throws LabError 'database-busy' while another process has it, or keeps the whole database locked */
  keep(): boolean;
  /** Gives it back. Where that cannot be stored now, it stays held here and is given back the next time. */
  release(): void;
}

export function createHeldScanLock(db: Db): HeldScanLock {
  let held: ScanLock | undefined;
  return {
    keep() {
      if (held === undefined) {
        const startedAt = new Date().toISOString();
        held = acquireScanLock(db, { processId: process.pid, hostName: hostname(), startedAt });
        return true;
      }
      try {
        refreshScanLock(db, held);
        return false;
      } catch (error) {
        // a database that is locked for a moment takes nothing away
        if (error instanceof LabError && error.details.isTakenOver === true) held = undefined;
        throw error;
      }
    },
    release() {
      if (held !== undefined) releaseScanLock(db, held);
      held = undefined;
    },
  };
}
