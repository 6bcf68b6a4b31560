import { existsSync } from 'node:fs';
import { type Db, openDatabase } from '../database/open.ts';
import { LabError } from '../domain/labError.ts';

/** Opens a database that a scan has made; none is made here.
 *  @throws LabError 'file-missing', or as openDatabase */
export function openExistingDatabase(path: string): Db {
  if (existsSync(path)) return openDatabase(path);
  throw new LabError(
    'file-missing',
    `There is no database ${path}. Scan slides into it first, or check the path.`,
    {
      path,
    },
  );
}
