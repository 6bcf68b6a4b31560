import { basename } from 'node:path';
import Database from 'better-sqlite3';
import { LabError, type LabErrorCode } from '../domain/labError.ts';

interface Translation {
  readonly code: LabErrorCode;
  readonly said: string;
}

const translations: readonly (readonly [RegExp, Translation])[] = [
  [
    /^SQLITE_(FULL|IOERR_SHMSIZE|IOERR_SHMMAP)/,
    {
      code: 'disk-full',
      said: 'the disk is full. Free some space and run again; what was stored before is whole',
    },
  ],
  [
    /^SQLITE_(BUSY|LOCKED|PROTOCOL)/,
    {
      code: 'database-busy',
      said: 'another program keeps it locked. Wait until it is done, or close it, and run again',
    },
  ],
  [
    /^SQLITE_(READONLY|PERM|AUTH)/,
    {
      code: 'database-read-only',
      said: 'it cannot be written. Give yourself the right to write the file and its folder, or copy it elsewhere',
    },
  ],
  [
    /^SQLITE_CANTOPEN/,
    {
      code: 'database-read-only',
      said: 'SQLite cannot open it or the two files beside it (-wal, -shm). Check the rights to the file and its folder',
    },
  ],
  [
    /^SQLITE_NOTADB/,
    {
      code: 'database-not-ours',
      said: 'it is no Blastscope database, or its beginning is destroyed. Nothing was changed; choose another file',
    },
  ],
  [
    /^SQLITE_CORRUPT/,
    {
      code: 'database-unreadable',
      said: 'it is damaged or cut short. Keep the file and take up your last backup',
    },
  ],
  [
    /^SQLITE_IOERR/,
    {
      code: 'database-unreadable',
      said: 'the disk reported an error. Check the disk and its connection, then run again',
    },
  ],
];

/** What to throw for an error out of SQLite: a LabError where it is an expected failure of the lab, else the
 *  error itself, a bug.
 *  @param verb what was being done, for the message: "record the scan" */
export function translateSqliteError(cause: unknown, verb: string, path: string): unknown {
  if (!(cause instanceof Database.SqliteError)) return cause;
  const translation = translations.find(([pattern]) => pattern.test(cause.code))?.[1];
  if (translation === undefined) return cause;
  const message = `Cannot ${verb} in ${basename(path)}: ${translation.said}.`;
  return new LabError(translation.code, message, { path, sqliteCode: cause.code }, { cause });
}
