import { statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname } from 'node:path';
import type { Db } from '../database/open.ts';
import { readSettings } from '../database/settings.ts';
import { findScanHold, policyOf, type ScanHold, type ScanPolicy } from '../domain/scanPolicy.ts';

/** What the lab has set for scans that nobody watches. */
export function readPolicy(db: Db): ScanPolicy {
  return policyOf(readSettings(db), totalmem());
}

/** Why no scan may begin now; undefined when one may. */
export async function lookForHold(db: Db): Promise<ScanHold | undefined> {
  const freeBytes = await statfs(dirname(db.name)).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => undefined,
  );
  return findScanHold(readPolicy(db), { at: new Date(), freeBytes });
}
